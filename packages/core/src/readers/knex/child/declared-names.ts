import type { Location } from '../../../migration/migration.ts'
import { child, children, isMember, locationOf, nameOf, type SyntaxNode } from './syntax-tree.ts'

/** What `module.exports = addTable('users')` and `export default addTable('users')` are kept as. */
export const wholeModule = 'exports'

/** Where what is exported is written: `exports.up = …`, `module.exports = { up … }`, `export const up`, `export { up }`. */
export function noteExport(
  node: SyntaxNode,
  declared: ReadonlyMap<string, SyntaxNode>,
  exported: Map<string, Location>,
): void {
  const noteMembers = (holder: SyntaxNode): void => {
    for (const member of children(holder, 'properties')) {
      const value = child(member, 'value')
      const name = member.type === 'SpreadElement' ? wholeModule : nameOf(child(member, 'key'))
      noteAt(exported, name, (value && declared.get(identifierOf(value))) ?? member)
    }
  }
  /** `const helper = { … }`, which is exported by its name. */
  const noteDeclared = (value: SyntaxNode | undefined): void => {
    const statement = value && declared.get(identifierOf(value))
    for (const each of statement === undefined ? [] : children(statement, 'declarations')) {
      const object = nameOf(child(each, 'id')) === nameOf(value) ? child(each, 'init') : undefined
      if (object?.type === 'ObjectExpression') noteMembers(object)
    }
  }
  if (node.type === 'AssignmentExpression') {
    const target = child(node, 'left')
    const value = child(node, 'right')
    if (target === undefined || !isMember(target) || value === undefined) return
    const name = nameOf(child(target, 'property'))
    if (name === wholeModule && value.type === 'ObjectExpression') noteMembers(value)
    else {
      noteAt(exported, name, declared.get(identifierOf(value)) ?? node)
      if (name === wholeModule) noteDeclared(value)
    }
  } else if (node.type === 'ExportNamedDeclaration') {
    for (const name of declaredIn(child(node, 'declaration'))) noteAt(exported, name, node)
    for (const each of children(node, 'specifiers')) {
      noteAt(exported, nameOf(child(each, 'exported')), declared.get(nameOf(child(each, 'local'))) ?? each)
    }
  } else if (node.type === 'ExportDefaultDeclaration') {
    const declaration = child(node, 'declaration')
    if (declaration?.type === 'ObjectExpression') noteMembers(declaration)
    else {
      noteAt(exported, wholeModule, node)
      noteDeclared(declaration)
    }
  }
}

function identifierOf(node: SyntaxNode): string {
  return node.type === 'Identifier' ? nameOf(node) : ''
}

function noteAt(exported: Map<string, Location>, name: string, node: SyntaxNode): void {
  if (name !== '' && !exported.has(name)) exported.set(name, locationOf(node.loc.start, node.loc.end))
}

/** What is declared at the top of a module, by name. */
export function declarationsIn(program: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const declared = new Map<string, SyntaxNode>()
  for (const statement of children(program, 'body')) {
    for (const name of declaredIn(child(statement, 'declaration') ?? statement)) declared.set(name, statement)
  }
  return declared
}

function declaredIn(declaration: SyntaxNode | undefined): readonly string[] {
  if (declaration === undefined) return []
  const declarators = [declaration, ...children(declaration, 'declarations')].map(each => child(each, 'id'))
  const imports = declaration.type === 'ImportDeclaration' ? children(declaration, 'specifiers') : []
  const imported = imports.map(each => child(each, 'local'))
  return [...declarators, ...imported].map(nameOf).filter(name => name !== '')
}

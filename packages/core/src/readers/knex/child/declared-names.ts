import type { Location } from '../../../migration/migration.ts'
import { child, children, isMember, locationOf, nameOf, type SyntaxNode } from './syntax-tree.ts'

/** What `module.exports = addTable('users')` and `export default addTable('users')` are kept as. */
export const wholeModule = 'exports'

/** `exports.up = …`, `module.exports.up = …`, `module.exports = { up … }`, `export function up`, `export const up`. */
export function noteExport(node: SyntaxNode, exported: Map<string, Location>): void {
  if (node.type === 'AssignmentExpression') {
    const target = child(node, 'left')
    const value = child(node, 'right')
    if (target === undefined || !isMember(target) || value === undefined) return
    const name = nameOf(child(target, 'property'))
    if (name === wholeModule && value.type === 'ObjectExpression') {
      for (const member of children(value, 'properties'))
        noteAt(exported, nameOf(child(member, 'key')), member)
    } else {
      noteAt(exported, name, node)
    }
  } else if (node.type === 'ExportNamedDeclaration') {
    const declaration = child(node, 'declaration')
    if (declaration === undefined) return
    noteAt(exported, nameOf(child(declaration, 'id')), node)
    for (const each of children(declaration, 'declarations'))
      noteAt(exported, nameOf(child(each, 'id')), node)
  } else if (node.type === 'ExportDefaultDeclaration') {
    const declaration = child(node, 'declaration')
    if (declaration?.type !== 'ObjectExpression') {
      noteAt(exported, wholeModule, node)
      return
    }
    for (const member of children(declaration, 'properties')) {
      noteAt(exported, nameOf(child(member, 'key')), member)
    }
  }
}

function noteAt(exported: Map<string, Location>, name: string, node: SyntaxNode): void {
  if (name !== '' && !exported.has(name)) exported.set(name, locationOf(node.loc.start, node.loc.end))
}

/** Names declared at the top of a module. */
export function topNames(program: SyntaxNode): Set<string> {
  const names = new Set<string>()
  for (const statement of children(program, 'body')) {
    const declaration = child(statement, 'declaration') ?? statement
    names.add(nameOf(child(declaration, 'id')))
    for (const each of children(declaration, 'declarations')) names.add(nameOf(child(each, 'id')))
    for (const each of children(statement, 'specifiers')) names.add(nameOf(child(each, 'local')))
  }
  return names
}

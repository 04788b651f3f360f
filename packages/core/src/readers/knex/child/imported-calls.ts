import type { Location } from '../../../migration/migration.ts'
import { child, children, isCall, isMember, locationOf, nameOf, type SyntaxNode } from './syntax-tree.ts'

/** By specifier: the calls of what is imported from there. */
export type ImportedCalls = ReadonlyMap<string, readonly Location[]>

export function importedCalls(program: SyntaxNode, calls: readonly SyntaxNode[]): ImportedCalls {
  const specifiers = new Map<string, string>()
  for (const statement of children(program, 'body')) {
    const source = nameOf(child(statement, 'source'))
    for (const each of children(statement, 'specifiers')) specifiers.set(nameOf(child(each, 'local')), source)
    for (const each of children(statement, 'declarations')) {
      const required = requiredBy(child(each, 'init'))
      if (required !== undefined)
        for (const name of boundNames(child(each, 'id'))) specifiers.set(name, required)
    }
  }
  const found = new Map<string, Location[]>()
  for (const call of calls) {
    const specifier = specifiers.get(nameOf(rootOf(call)))
    if (specifier === undefined) continue
    found.set(specifier, [...(found.get(specifier) ?? []), locationOf(call.loc.start, call.loc.end)])
  }
  return found
}

/** `require('./helper')`, also with a member of it. */
function requiredBy(value: SyntaxNode | undefined): string | undefined {
  let node = value
  while (node !== undefined && isMember(node)) node = child(node, 'object')
  if (node === undefined || !isCall(node) || nameOf(child(node, 'callee')) !== 'require') return undefined
  return nameOf(children(node, 'arguments')[0])
}

function boundNames(target: SyntaxNode | undefined): readonly string[] {
  if (target === undefined) return []
  return [target, ...children(target, 'properties').map(each => child(each, 'value'))].map(nameOf)
}

/** `helper` of `helper.tables.add('users')`. */
function rootOf(call: SyntaxNode): SyntaxNode | undefined {
  let node = child(call, 'callee')
  while (node !== undefined && isMember(node)) node = child(node, 'object')
  return node?.type === 'Identifier' ? node : undefined
}

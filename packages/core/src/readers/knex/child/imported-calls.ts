import type { Location } from '../../../migration/migration.ts'
import { child, children, isCall, isMember, locationOf, nameOf, type SyntaxNode } from './syntax-tree.ts'

export interface ImportedCall {
  /** The last one: `add` of `helper.tables.add('users')`. */
  readonly name: string
  readonly location: Location
}

/** By specifier: the calls of what is imported from there. */
export type ImportedCalls = ReadonlyMap<string, readonly ImportedCall[]>

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
  const found = new Map<string, ImportedCall[]>()
  for (const call of calls) {
    const specifier = specifiers.get(nameOf(rootOf(call)))
    if (specifier === undefined) continue
    const one = { name: calledName(call), location: locationOf(call.loc.start, call.loc.end) }
    found.set(specifier, [...(found.get(specifier) ?? []), one])
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

function calledName(call: SyntaxNode): string {
  const callee = child(call, 'callee')
  return nameOf(callee !== undefined && isMember(callee) ? child(callee, 'property') : callee)
}

/** `helper` of `helper.tables.add('users')`. */
function rootOf(call: SyntaxNode): SyntaxNode | undefined {
  let node = child(call, 'callee')
  while (node !== undefined && isMember(node)) node = child(node, 'object')
  return node?.type === 'Identifier' ? node : undefined
}

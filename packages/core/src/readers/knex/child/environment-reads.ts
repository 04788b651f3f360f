import { child, children, isCall, isMember, nameOf, type SyntaxNode, walk } from './syntax-tree.ts'

/** The variables that a file reads by name, each with the texts that it is compared with. */
export type EnvironmentReads = ReadonlyMap<string, readonly string[]>

export function environmentReads(program: SyntaxNode): EnvironmentReads {
  const reads = new Map<string, string[]>()
  const note = (node: SyntaxNode | undefined, others: readonly (SyntaxNode | undefined)[]): void => {
    const name = variableOf(node)
    if (name === undefined) return
    const values = reads.get(name) ?? []
    reads.set(name, values)
    for (const other of others) {
      const value: unknown = other?.type === 'StringLiteral' ? nameOf(other) : undefined
      if (typeof value === 'string' && !values.includes(value)) values.push(value)
    }
  }
  for (const node of walk(program)) {
    if (isMember(node)) note(node, [])
    if (node.type === 'BinaryExpression') {
      note(child(node, 'left'), [child(node, 'right')])
      note(child(node, 'right'), [child(node, 'left')])
    }
    // `['production', 'staging'].includes(process.env.NODE_ENV)`.
    const list = isCall(node) ? child(child(node, 'callee') ?? node, 'object') : undefined
    if (list?.type === 'ArrayExpression') {
      for (const each of children(node, 'arguments')) note(each, children(list, 'elements'))
    }
    if (node.type === 'SwitchStatement') {
      const cases = children(node, 'cases')
      note(
        child(node, 'discriminant'),
        cases.map(each => child(each, 'test')),
      )
    }
  }
  return reads
}

/** `process.env.NAME`, `process.env['NAME']`. */
function variableOf(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined || !isMember(node)) return undefined
  const holder = child(node, 'object')
  const property = child(node, 'property')
  if (holder === undefined || !isMember(holder) || property === undefined) return undefined
  const isEnvironment =
    nameOf(child(holder, 'object')) === 'process' && nameOf(child(holder, 'property')) === 'env'
  const isNamed = Reflect.get(node, 'computed') !== true || property.type === 'StringLiteral'
  return isEnvironment && isNamed ? nameOf(property) : undefined
}

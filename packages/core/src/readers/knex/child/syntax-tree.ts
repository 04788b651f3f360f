import type { Location } from '../../../migration/migration.ts'

/** What we need of Babel's tree; looked at through these functions alone. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly loc: { readonly start: Position; readonly end: Position }
}

/** Every node, parents before children; own stack, so that deep nesting cannot overflow ours. */
export function* walk(root: SyntaxNode): Generator<SyntaxNode> {
  const waiting: SyntaxNode[] = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    const children = nodesIn(node)
    for (let index = children.length - 1; index >= 0; index--) {
      const next = children[index]
      if (next !== undefined) waiting.push(next)
    }
  }
}

const notNodes: ReadonlySet<string> = new Set(['type', 'start', 'end', 'loc', 'extra'])

/** The nodes directly inside of one, in the order in which they are written. */
export function nodesIn(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (const key of Object.keys(node)) {
    const value: unknown = notNodes.has(key) ? undefined : Reflect.get(node, key)
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) {
      if (isNode(value)) found.push(value)
      continue
    }
    for (const each of value) if (isNode(each)) found.push(each)
  }
  return found
}

export function isCall({ type }: SyntaxNode): boolean {
  return (
    type === 'CallExpression' ||
    type === 'OptionalCallExpression' ||
    type === 'NewExpression' ||
    type === 'TaggedTemplateExpression'
  )
}

export function isMember({ type }: SyntaxNode): boolean {
  return type === 'MemberExpression' || type === 'OptionalMemberExpression'
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value && 'start' in value
}

export function isPosition(value: unknown): value is Position {
  return typeof value === 'object' && value !== null && 'line' in value && 'column' in value
}

export function child(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const value: unknown = Reflect.get(node, key)
  return isNode(value) ? value : undefined
}

export function children(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const value: unknown = Reflect.get(node, key)
  return Array.isArray(value) ? value.filter(isNode) : []
}

export function nameOf(node: SyntaxNode | undefined): string {
  const name: unknown =
    node === undefined ? undefined : (Reflect.get(node, 'name') ?? Reflect.get(node, 'value'))
  return typeof name === 'string' ? name : ''
}

export function locationOf(start: Position, end: Position): Location {
  return { line: start.line, column: start.column + 1, endLine: end.line, endColumn: end.column + 1 }
}

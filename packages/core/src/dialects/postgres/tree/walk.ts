import type { Node } from '../grammar.ts'

/** Every object below a part of the tree, the part itself first, in no particular order; no recursion. */
export function* objectsIn(part: unknown): Generator<Readonly<Record<string, unknown>>> {
  const waiting: unknown[] = [part]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (Array.isArray(next)) for (const item of next) waiting.push(item)
    else if (isRecord(next)) {
      yield next
      for (const key in next) {
        const value = next[key]
        if (typeof value === 'object' && value !== null) waiting.push(value)
      }
    }
  }
}

/** Every node of one kind below a part of the tree. */
export function* nodesOfKind<Kind extends NodeKind>(part: unknown, kind: Kind): Generator<NodeOf<Kind>> {
  for (const object of objectsIn(part)) {
    if (isNodeOf(object, kind)) yield object[kind]
  }
}

/** The smallest location below a part of the tree; undefined where nothing has one. */
export function firstLocation(part: unknown): number | undefined {
  let first: number | undefined
  for (const { location } of objectsIn(part)) {
    if (typeof location === 'number' && location >= 0 && (first === undefined || location < first))
      first = location
  }
  return first
}

type KeyOf<Union> = Union extends Union ? keyof Union : never
export type NodeKind = KeyOf<Node>
export type NodeOf<Kind extends NodeKind> = Extract<Node, Readonly<Record<Kind, unknown>>>[Kind]

/** What a node of this kind holds; undefined for a node of another kind. */
export function nodeOf<Kind extends NodeKind>(node: Node, kind: Kind): NodeOf<Kind> | undefined {
  const object: Readonly<Record<string, unknown>> = node
  return isNodeOf(object, kind) ? object[kind] : undefined
}

function isNodeOf<Kind extends NodeKind>(
  object: Readonly<Record<string, unknown>>,
  kind: Kind,
): object is Readonly<Record<Kind, NodeOf<Kind>>> {
  return isRecord(object[kind])
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

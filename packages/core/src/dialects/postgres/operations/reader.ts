import type { Operation } from '../../../operations/operation.ts'
import type { Node } from '../grammar.ts'
import type { Source } from '../source.ts'
import { type NodeKind, type NodeOf, nodeOf } from '../tree/walk.ts'

/** Reads statements of one kind; `depth` counts how deep the statement lies in code within code. */
export type StatementReader = (node: Node, source: Source, depth: number) => readonly Operation[]

export type ReaderEntry = readonly [kind: NodeKind, reader: StatementReader]

/** An entry of the table that says which function reads which kind of statement. */
export function on<Kind extends NodeKind>(
  kind: Kind,
  read: (statement: NodeOf<Kind>, source: Source, depth: number) => Operation | readonly Operation[],
): ReaderEntry {
  return [
    kind,
    (node, source, depth) => {
      const statement = nodeOf(node, kind)
      if (statement === undefined) return []
      const operations = read(statement, source, depth)
      return 'kind' in operations ? [operations] : operations
    },
  ]
}

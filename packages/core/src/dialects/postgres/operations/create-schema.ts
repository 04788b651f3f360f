import type { Operation } from '../../../operations/operation.ts'
import type { CreateSchemaStmt, Node, RangeVar } from '../grammar.ts'
import type { Source } from '../source.ts'
import { roleName } from '../tree/names.ts'
import { created } from './create-object.ts'

type ReadNode = (node: Node, source: Source, depth: number) => readonly Operation[]

/** CREATE SCHEMA with the objects that it makes in one statement. */
export function createSchema(
  schema: CreateSchemaStmt,
  source: Source,
  depth: number,
  readNode: ReadNode,
): readonly Operation[] {
  const name = schema.schemaname ?? roleName(schema.authrole)
  return [
    created('schema', name, source, { ifNotExists: schema.if_not_exists }),
    ...(schema.schemaElts ?? []).flatMap(node => readNode(inSchema(node, name), source, depth)),
  ]
}

function inSchema(node: Node, schemaname: string): Node {
  const moved = (relation: RangeVar | undefined): RangeVar => ({ schemaname, ...relation })
  if ('CreateStmt' in node)
    return { CreateStmt: { ...node.CreateStmt, relation: moved(node.CreateStmt.relation) } }
  if ('ViewStmt' in node) return { ViewStmt: { ...node.ViewStmt, view: moved(node.ViewStmt.view) } }
  if ('IndexStmt' in node)
    return { IndexStmt: { ...node.IndexStmt, relation: moved(node.IndexStmt.relation) } }
  if ('CreateSeqStmt' in node)
    return { CreateSeqStmt: { ...node.CreateSeqStmt, sequence: moved(node.CreateSeqStmt.sequence) } }
  return node
}

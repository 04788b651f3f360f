import type { OperationOf } from '../../../operations/operation.ts'
import type { Node, SelectStmt } from '../grammar.ts'
import { expressionText, type Source } from '../source.ts'
import { tableName } from '../tree/names.ts'

type CopiesFrom = NonNullable<OperationOf<'insert-rows'>['copiesFrom']>

/** INSERT … SELECT from one table, whatever filter it has: where each value comes from. */
export function copiedRows(
  query: Node | undefined,
  withNames: ReadonlySet<string>,
  source: Source,
): CopiesFrom | undefined {
  if (query === undefined || !('SelectStmt' in query)) return undefined
  const select = query.SelectStmt
  const [from, ...others] = select.fromClause ?? []
  if (from === undefined || !('RangeVar' in from) || others.length > 0 || !isPlain(select)) return undefined
  if (!from.RangeVar.schemaname && withNames.has(from.RangeVar.relname ?? '')) return undefined
  return {
    table: tableName(from.RangeVar),
    expressions: (select.targetList ?? []).map(node =>
      'ResTarget' in node
        ? expressionText(source, source.place(node.ResTarget.location), { words: ['from', 'as'] })
        : '',
    ),
    ...(isFiltered(select) && { filtered: true }),
  }
}

function isFiltered({ whereClause, limitCount, limitOffset, havingClause }: SelectStmt): boolean {
  return [whereClause, limitCount, limitOffset, havingClause].some(clause => clause !== undefined)
}

function isPlain(select: SelectStmt): boolean {
  return (
    select.op === 'SETOP_NONE' &&
    select.withClause === undefined &&
    select.groupClause === undefined &&
    select.distinctClause === undefined
  )
}

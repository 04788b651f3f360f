import type { ObjectName } from '../../operations/column.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { hasUniqueKey } from '../keys/unique-keys.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** `CREATE TABLE inbox AS SELECT id AS reply_id FROM replies`: no two are the same there either. In a UNION,
 * one part gives the column a key of its table and the others NULL; parts that are more than a list of columns say nothing. */
export function isFilledFromKey(
  table: ObjectName,
  column: string,
  { before, replayedScript }: OperationContext,
): boolean {
  const made = stepsOn(replayedScript.steps, table, 'create-table').find(
    ({ operation }) => operation.asSelect === true,
  )
  if (made === undefined) return false
  const parts = [
    ...made.statement.text.matchAll(/\bselect\s+([^()]*?)\s+from\s+([\w."`]+)(?=\s*(?:;|$|union\b))/gi),
  ]
  const lists = parts.map(([, list = '']) => list.split(',').map(each => each.trim()))
  const place = lists[0]?.findIndex(each => sameColumn(before, nameOf(each), column)) ?? -1
  const selects = made.statement.text.match(/\bselect\b/gi) ?? []
  if (place === -1 || selects.length !== parts.length) return false
  const values = parts.map(([, , from = ''], index) => ({
    value: (lists[index]?.[place] ?? '').replace(/\s+as\s+\S+$/i, ''),
    from,
  }))
  const filled = values.filter(({ value }) => !/^null\b/i.test(value))
  // Keys of two tables may be equal.
  return filled.length === 1 && filled.every(({ value, from }) => isKey(nameOf(value), from, made.before))
}

function nameOf(item: string): string {
  return (item.split(/\s+as\s+|\s+|\./i).at(-1) ?? '').replace(/["`]/g, '')
}

function isKey(column: string, from: string, schema: SchemaState): boolean {
  const read = findTable(schema, from.replace(/["`]/g, ''))
  return read !== undefined && hasUniqueKey(read, { columns: [column] }, schema)
}

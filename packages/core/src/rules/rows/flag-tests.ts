import type { ObjectName } from '../../operations/column.ts'
import { leavesRowsOut } from '../../schema/leaves-rows-out.ts'
import { columnsOf, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { CopyPlace } from './copy.ts'
import { readsColumn } from './reads-column.ts'
import { copiedColumns } from './rebuild-copy.ts'

/** `favorite`, `favorite = 1`: the whole condition. */
export function isFlagTest(where: string, column: string): boolean {
  const text = where
    .replace(/[`"[\]();]/g, ' ')
    .trim()
    .toLowerCase()
  const [name = '', ...rest] = text.split(/\s+|(?==)/)
  const own = name === column.toLowerCase() || name.endsWith(`.${column.toLowerCase()}`)
  return own && /^(?:=(?:1|true|'1'|'t'|'y')|istrue)?$/.test(rest.join(''))
}

/** `UPDATE accounts SET admin = true FROM people WHERE … AND people.admin`. */
export function flagTakenOver(
  { operation, statement: { text } }: Step,
  table: ObjectName,
  column: string,
  { before }: CopyPlace,
): string | undefined {
  if (operation.kind !== 'update-rows') return undefined
  const asks = (operation.where ?? '')
    .split(/\band\b/i)
    .some(part => isFlagTest(part, column) && readsColumn(part, table, column, text, before))
  return asks ? operation.columns[0] : undefined
}

/** The rows whose flag is set are there by their key: whose are not has it off. */
export function tellsFlag(
  { operation, statement: { text } }: Step,
  where: string,
  table: ObjectName,
  column: string,
  { before }: CopyPlace,
): boolean {
  const known = findTable(before, table)
  const flag = known?.columns.get(before.semantics.columnKey(column))
  const key = known && primaryKeyOf(known)
  if (known === undefined || flag === undefined || flag.nullable || key === undefined) return false
  const { name, args = [] } = flag.type ?? {}
  if (name !== 'boolean' && !(name === 'tinyint' && args[0] === 1)) return false
  const own = `(?:\\w+\\.)?${column.replace(/\W/g, '\\$&')}`
  const asked = new RegExp(`^[\\s(]*${own}(?:\\s*(?:=|is)\\s*(?:1|true))?[\\s);]*$`, 'i')
  const beforeWhere = text.slice(0, text.length - where.length).replace(/where$/i, '')
  const select = beforeWhere.slice(Math.max(beforeWhere.search(/\bselect\b/i), 0))
  const tellsRow = (expression: string): boolean =>
    columnsOf(key).every(each => namesIn(expression).some(other => sameColumn(before, each, other)))
  // INSERT IGNORE passes over what has a key of the new table already: it has to be that of the row.
  const passesOver = /^\s*insert\s+(?:or\s+)?ignore\b/i.test(text)
  const into = operation.kind === 'insert-rows' ? findTable(before, operation.table) : undefined
  const only = into && primaryKeyOf(into)
  const isOnlyKey =
    operation.kind === 'insert-rows' &&
    into !== undefined &&
    only !== undefined &&
    !into.constraints.some(({ type }) => type === 'unique') &&
    !into.indexes.some(({ unique }) => unique) &&
    tellsRow(
      copiedColumns(operation, into)
        .filter(([to]) => columnsOf(only).some(each => sameColumn(before, each, to.name)))
        .map(([, from]) => from)
        .join(', '),
    )
  return (
    asked.test(where.replace(/[`"[\]]/g, '')) &&
    tellsRow(select.slice(0, select.search(/\bfrom\b/i))) &&
    (!passesOver || isOnlyKey) &&
    !leavesRowsOut(select, table, before)
  )
}

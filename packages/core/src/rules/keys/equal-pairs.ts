import type { Table } from '../../schema/schema-state.ts'
import { withTableCharset } from '../../schema/table-charset.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

/** As wide as a unique key: its columns, of an index perhaps their first characters alone. */
export type KeyPart = { readonly column: string; readonly length?: number; readonly nullsCount?: boolean }

/** Finds what a unique key will take for equal: all of its columns count, those that change under the new collation. */
export function equalPairs(
  table: Table,
  key: readonly KeyPart[],
  changed: readonly string[],
  to: string,
  context: OperationContext,
): string {
  const { before, traits } = context
  const parts = key.map(({ column, length }) => {
    const name = traits.quote(column)
    const cut = length === undefined ? name : `LEFT(${name}, ${length})`
    return changed.some(each => sameColumn(before, each, column))
      ? compared(cut, column, table, to, context)
      : cut
  })
  // NULL is equal to nothing, not to another NULL either (measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.40).
  const nullable = key.filter(
    ({ column, nullsCount }) =>
      nullsCount !== true && columnIn(before, table.name, column)?.nullable !== false,
  )
  const where = nullable.map(({ column }) => `${traits.quote(column)} IS NOT NULL`).join(' AND ')
  return `SELECT ${parts.join(', ')}, COUNT(*) FROM ${sqlName(table.name, traits)}${where === '' ? '' : ` WHERE ${where}`} GROUP BY ${parts.join(', ')} HAVING COUNT(*) > 1`
}

function compared(
  text: string,
  column: string,
  table: Table,
  to: string,
  { before, traits }: OperationContext,
): string {
  // What citext compares (manual, citext), where the extension may not be there yet.
  if (to === 'citext') return `lower(${text})`
  if (traits.concurrentIndexes) return `${text} COLLATE ${sqlName(to, traits)}`
  const type = columnIn(before, table.name, column)?.type
  const { charset, collation } = type === undefined ? {} : withTableCharset(type, table)
  const [prefix = ''] = to.split('_')
  const wanted = prefix === 'uca1400' ? 'utf8mb4' : prefix
  const is = charset ?? collation?.split('_')[0]
  // A collation belongs to one character set (MySQL 8.0 manual 12.4, error 1253), MariaDB's uca1400_… to all of Unicode.
  return traits.restatesColumns && is !== wanted
    ? `CONVERT(${text} USING ${wanted}) COLLATE ${to}`
    : `${text} COLLATE ${to}`
}

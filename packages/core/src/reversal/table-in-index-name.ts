import type { ObjectName } from '../operations/column.ts'
import { bareName, besideName } from '../operations/names.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { Need } from './need.ts'

/** What Knex, PostgreSQL and most people put before or behind the table and its columns. */
const sign = /^(?:idx|ix|index|uq|uniq|unique)_|_(?:idx|ix|index|key|uq|uniq|unique)$/gi

/** PostgreSQL and SQLite do not say which table an index is on; its name may. */
export function withTableInName(need: Need, schema: SchemaState): Need {
  if (need.what !== 'index' || need.table !== undefined) return need
  const table = tableInIndexName(need.name, schema)
  return table === undefined ? need : { ...need, table }
}

/** `comment_is_spam_index`, `idx_user_email`: the table that is known whole and has these columns. Undefined where it may be
 * another one's that is not. */
function tableInIndexName(name: string, schema: SchemaState): ObjectName | undefined {
  const bare = bareName(name)
  const stem = bare.replace(sign, '')
  if (stem === bare) return undefined
  const tables = [...stem.matchAll(/_/g)].flatMap(({ index }) => {
    const table = findTable(schema, besideName(name, stem.slice(0, index)))
    const isIt = table !== undefined && (!table.complete || isOfColumns(stem.slice(index + 1), table))
    return isIt ? [table] : []
  })
  return tables.every(({ complete }) => complete) ? tables[0]?.name : undefined
}

/** `is_spam`, or several of them: `author_id_score`. Each place is looked at once, whatever the columns are called. */
function isOfColumns(text: string, table: Table): boolean {
  const reached = new Set([0])
  for (const start of reached) {
    for (const column of table.columns.keys()) {
      const end = start + column.length
      if (!text.startsWith(column, start)) continue
      if (end === text.length) return true
      if (text.charAt(end) === '_') reached.add(end + 1)
    }
  }
  return false
}

import type { ObjectName } from '../operations/column.ts'
import { checksOfOthersToo, viewNamesColumn } from './column-use.ts'
import type { Dependent } from './dependents.ts'
import { objectsNamed } from './find-objects.ts'
import { findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { namesIn } from './sql-text.ts'

/** Whether the column cannot be dropped without it, where the engine refuses that kind: `SELECT *` may be older than the column, a CHECK of this column alone goes with it, and so does a key of the table
 * itself (PostgreSQL; MySQL and MariaDB refuse that too). */
export function bindsColumn(
  schema: SchemaState,
  { kind, name, table: owner }: Dependent,
  table: ObjectName,
  column: string,
): boolean {
  const { objectKey, foreignKeyCreatesIndex } = schema.semantics
  switch (kind) {
    case 'view':
    case 'materialized-view':
      return viewNamesColumn(schema, kind, name, table, column)
    case 'foreign-key':
      return foreignKeyCreatesIndex || owner === undefined || objectKey(owner) !== objectKey(table)
    case 'check': {
      const known = findTable(schema, table)
      return known !== undefined && checksOfOthersToo(schema, known, column)
    }
    case 'trigger':
      return triggerBinds(schema, name, table, column)
    default:
      return true
  }
}

/** `UPDATE OF c` and `WHEN (OLD.c …)`: the body of its function is only read when it runs. */
function triggerBinds(schema: SchemaState, name: string, table: ObjectName, column: string): boolean {
  const { objectKey, columnKey } = schema.semantics
  const trigger = objectsNamed(schema, name).find(
    ({ type, table: on }) => type === 'trigger' && on !== undefined && objectKey(on) === objectKey(table),
  )
  const [, events = '', condition = ''] =
    /\bof\b(.*?)\bon\b|\bwhen\b(.*)\bexecute\b/is.exec(trigger?.definition ?? '') ?? []
  return namesIn(`${events} ${condition}`).some(each => columnKey(each) === columnKey(column))
}

import type { Column, ObjectName } from '../operations/column.ts'
import { changeColumns } from './edit.ts'
import type { SchemaState } from './schema-state.ts'
import { textTokens } from './sql-text.ts'

/** A default that reads a sequence knows it by whatever name it has: nextval('tickets') (PostgreSQL). */
export function renameInDefaults(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const isIt = (text: string): boolean => objectKey(text.slice(1, -1).replaceAll('"', '')) === objectKey(from)
  const reading = [...schema.tables.values()].flatMap(table =>
    [...table.columns.values()]
      .filter(({ default: value = '' }) => /^\s*nextval\b/i.test(value))
      .map(column => ({ table, column })),
  )
  return changeColumns(schema, reading, (column): Column => {
    const { default: value = '' } = column
    const renamed = textTokens(value).map(({ kind, text }) =>
      kind === 'string' && isIt(text) ? `'${to}'` : text,
    )
    return renamed.join('') === value ? column : { ...column, default: renamed.join('') }
  })
}

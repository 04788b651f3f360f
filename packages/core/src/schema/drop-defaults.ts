import type { Column, ObjectName } from '../operations/column.ts'
import { changeTables, withEntry } from './edit.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { qualifiedNamesIn } from './sql-text.ts'

/** A name that stands in an expression. */
export type IsNamed = (name: string) => boolean

export function isOneOf({ semantics }: SchemaState, names: readonly ObjectName[]): IsNamed {
  const keys = new Set(names.map(semantics.objectKey))
  return name => keys.has(semantics.objectKey(name))
}

export function isIn(text: string, isNamed: IsNamed): boolean {
  // A sequence's name is in a string: nextval('tickets').
  return qualifiedNamesIn(text.replaceAll("'", ' ')).some(isNamed)
}

/** Defaults that read one of these sequences go with it, where CASCADE says so. */
export function dropDefaultsFrom(schema: SchemaState, sequences: readonly ObjectName[]): SchemaState {
  const isNamed = isOneOf(schema, sequences)
  return changeTables(schema, schema.tables.values(), table => {
    const columns = withoutDefaults(table, isNamed)
    return columns === table.columns ? table : { ...table, columns }
  })
}

export function withoutDefaults({ columns }: Table, isNamed: IsNamed): ReadonlyMap<string, Column> {
  let changed = columns
  for (const [key, column] of columns) {
    const { default: value, ...rest } = column
    if (value !== undefined && isIn(value, isNamed)) changed = withEntry(changed, key, rest)
  }
  return changed
}

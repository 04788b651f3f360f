import type { Column, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { changeTables, withEntry } from './edit.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { qualifiedCallsIn, qualifiedNamesIn } from './sql-text.ts'

/** Does one of some names stand in an expression? */
export type IsNamed = (text: string) => boolean

export function isOneOf({ semantics }: SchemaState, names: readonly ObjectName[], isCalled = false): IsNamed {
  const namesIn = isCalled ? qualifiedCallsIn : qualifiedNamesIn
  const keys = new Set(names.map(semantics.objectKey))
  const words = names.map(name => bareName(name).toLowerCase())
  return text => {
    const lower = text.toLowerCase()
    // Nearly no text has the word at all, and need not be taken apart.
    if (!words.some(word => lower.includes(word))) return false
    // A sequence's name is in a string: nextval('tickets').
    return namesIn(text.replaceAll("'", ' ')).some(name => keys.has(semantics.objectKey(name)))
  }
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
    if (value !== undefined && isNamed(value)) changed = withEntry(changed, key, rest)
  }
  return changed
}

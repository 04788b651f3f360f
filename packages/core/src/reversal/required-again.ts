import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { oneLine } from './one-line.ts'

/** A required column without a default, with a place for its values, or where NOT NULL has no statement of its own with a
 * value for the rows that are there; undefined where it needs none. */
export function requiredAgain(operation: Operation, traits: DialectTraits): readonly string[] | undefined {
  if (operation.kind !== 'add-column' || !needsValue(operation.column, traits)) return undefined
  const { table, column, constraints } = operation
  const name = oneLine(`${table}.${column.name}`)
  const nullable = { ...operation, column: { ...column, nullable: true } }
  const required =
    traits.write({ kind: 'set-not-null', table, column: column.name }) ??
    traits.write({
      kind: 'change-column',
      table,
      column: column.name,
      to: column,
      constraints: [],
      ifExists: false,
    })
  if (required !== undefined) {
    const values = `-- Give ${name} its values here: what comes next stops at a row without one.`
    return inLines(traits.write(nullable), values, required)
  }
  const value = constraints.length > 0 ? undefined : neutralValue(column)
  if (value === undefined) {
    const why = `-- ${name} was NOT NULL. Rows that are there have no value: it is nullable here.`
    return inLines([], why, traits.write(nullable))
  }
  const why = `-- Rows that are there get ${value} in ${name}: NOT NULL needs a default here, which it did not have before.`
  return inLines([], why, traits.write({ ...operation, column: { ...column, default: value } }))
}

function inLines(
  before: readonly string[] | undefined,
  comment: string,
  behind: readonly string[] | undefined,
): readonly string[] | undefined {
  if (before === undefined || behind === undefined) return undefined
  return [...before.map(text => `${text};`), comment, ...behind.map(text => `${text};`)]
}

/** Of a table that is made anew. */
export const fillRebuilt =
  '-- Stops where the table has rows: name the column that comes back, and a value for it, in the INSERT below.'

export function needsValue(column: Column, traits: Pick<DialectTraits, 'addRequiredColumn'>): boolean {
  const { nullable, default: value, generated, autoIncrement } = column
  const isFilled = nullable || value !== undefined || generated !== undefined || autoIncrement !== undefined
  return !isFilled && traits.addRequiredColumn(column) === 'fails'
}

/** By the words that the type has (SQLite manual, Datatypes, 3.1); of a point in time there is none. */
function neutralValue({ type }: Column): string | undefined {
  const name = type?.name ?? ''
  if (/char|clob|text/i.test(name)) return "''"
  return /int|real|floa|doub|num|dec|bool/i.test(name) ? '0' : undefined
}

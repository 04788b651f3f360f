import type { OperationOf } from '../operations/operation.ts'
import type { SchemaState } from './schema-state.ts'

type Variables = ReadonlyMap<string, string>

/** SET, RESET and PRAGMA for the session or until the transaction ends; GLOBAL is for sessions to come. */
export function setVariable(schema: SchemaState, operation: OperationOf<'set-variable'>): SchemaState {
  const { name, scope } = operation
  if (scope === 'global') return schema
  const now = schema.sessionVariables ?? new Map()
  const value = settledValue(operation, now)
  if (scope === 'session') {
    const outside = schema.variablesAfterTransaction
    return {
      ...schema,
      sessionVariables: withValue(now, name, value),
      ...(outside && { variablesAfterTransaction: withValue(outside, name, value) }),
    }
  }
  return {
    ...schema,
    sessionVariables: withValue(now, name, value),
    variablesAfterTransaction: schema.variablesAfterTransaction ?? now,
  }
}

/** No variable's name: what USE has said last. */
const used = 'use'

export function useDatabase(schema: SchemaState, database: string | undefined): SchemaState {
  if (database === undefined) return schema
  return { ...schema, sessionVariables: withValue(schema.sessionVariables ?? new Map(), used, database) }
}

/** The database of names without one, where a USE of this script has said another than connections begin in. */
export function databaseInUse({ sessionVariables, semantics }: SchemaState): string | undefined {
  const database = sessionVariables?.get(used)
  return database === semantics.defaultDatabase ? undefined : database
}

/** What SET LOCAL has set is gone with its transaction (PostgreSQL manual, SET). */
export function endTransaction(schema: SchemaState): SchemaState {
  const { variablesAfterTransaction: outside, ...rest } = schema
  return outside === undefined ? schema : { ...rest, sessionVariables: outside }
}

/** Another script may run on another connection: what one has set is nothing for the next to rely on. */
export function endSession(schema: SchemaState): SchemaState {
  const { variablesAfterTransaction: _outside, sessionVariables, savepoints, ...rest } = schema
  return sessionVariables === undefined && savepoints === undefined ? schema : rest
}

function withValue(variables: Variables, name: string, value: string | undefined): Variables {
  const changed = new Map(name === 'all' ? [] : variables)
  if (value === undefined) changed.delete(name)
  else changed.set(name, value)
  return changed
}

/** Undefined: reset, or read from a variable that is not known. */
function settledValue({ value }: OperationOf<'set-variable'>, now: Variables): string | undefined {
  const text = value?.trim()
  if (text === undefined || text.toLowerCase() === 'default') return undefined
  if (text.startsWith('@')) return now.get(text.replace(/^@@(?:session\.|local\.)?/i, '').toLowerCase())
  const plain = unquoted(text)
  return switches.get(plain.toLowerCase()) ?? plain
}

/** Two spellings of one switch (MySQL 8.0 manual 5.1.9; PostgreSQL manual 20.1.1; SQLite manual, PRAGMA). */
const switches: ReadonlyMap<string, string> = new Map([
  ['on', '1'],
  ['true', '1'],
  ['yes', '1'],
  ['off', '0'],
  ['false', '0'],
  ['no', '0'],
])

function unquoted(text: string): string {
  const quote = text.charAt(0)
  const isWhole =
    (quote === "'" || quote === '"') && text.length > 1 && text.indexOf(quote, 1) === text.length - 1
  return isWhole ? text.slice(1, -1) : text
}

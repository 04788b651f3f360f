import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { databaseInUse } from './session.ts'

type Defaults = Table['options']
type DatabaseOperation = OperationOf<'create-object' | 'alter-object' | 'drop-object'>

/** What CREATE DATABASE and ALTER DATABASE say of tables to come. Those that are there keep what they have. */
export function withDatabaseCharset(schema: SchemaState, operation: DatabaseOperation): SchemaState {
  if (operation.objectType !== 'database' || schema.semantics.databasesAreSchemas !== true) return schema
  const known = schema.databaseCharsets ?? new Map<string, Defaults>()
  const name = operation.name || currentDatabase(schema) || ''
  if (operation.kind === 'drop-object') {
    const databaseCharsets = new Map(known)
    return databaseCharsets.delete(name) ? { ...schema, databaseCharsets } : schema
  }
  if (operation.kind === 'create-object' && operation.ifNotExists && known.has(name)) return schema
  const said = defaultsIn(operation.kind === 'create-object' ? operation.definition : operation.change)
  if (said === undefined) return schema
  return { ...schema, databaseCharsets: new Map([...known, [name, said]]) }
}

/** Of a table that says neither character set nor collation; nothing where its database's are not known. */
export function databaseDefaults(schema: SchemaState, table: ObjectName): Defaults {
  const known = schema.databaseCharsets
  if (known === undefined) return {}
  const parts = nameParts(table)
  const database = parts.length > 1 ? parts[0] : currentDatabase(schema)
  // Where no statement tells the current one, it is the only one that the migrations speak of.
  const only = known.size === 1 ? [...known.values()][0] : undefined
  return (database === undefined ? (known.get('') ?? only) : known.get(database)) ?? {}
}

function currentDatabase(schema: SchemaState): string | undefined {
  return databaseInUse(schema) ?? schema.semantics.defaultDatabase
}

function defaultsIn(text: string): Defaults | undefined {
  const [, charset] = /\b(?:character\s+set|charset)\s*=?\s*['"`]?(\w+)/i.exec(text) ?? []
  const [, collate] = /\bcollate\s*=?\s*['"`]?(\w+)/i.exec(text) ?? []
  if (charset === undefined && collate === undefined) return undefined
  if (charset?.toLowerCase() === 'default') return {}
  return { ...(charset !== undefined && { charset }), ...(collate !== undefined && { collate }) }
}

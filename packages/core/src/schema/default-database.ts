import type { Migration } from '../migration/migration.ts'
import type { Constraint, ObjectName } from '../operations/column.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { withFoldedNames } from './folded-names.ts'
import type { SchemaSemantics } from './schema-state.ts'

/** The semantics under which `shop.users` is `users`, where history shows that connections begin in `shop`. */
export function inDefaultDatabase(
  engine: SchemaSemantics,
  migrations: readonly Migration[],
): SchemaSemantics {
  const semantics = withFoldedNames(engine, migrations)
  if (semantics.databasesAreSchemas !== true) return semantics
  const database = defaultDatabase(migrations)
  if (database === undefined) {
    return usesSeveral(migrations) ? { ...semantics, usesSeveralDatabases: true } : semantics
  }
  return {
    ...semantics,
    defaultDatabase: database,
    objectKey: name => {
      if (!name.includes('.')) return semantics.objectKey(name)
      const [first, ...rest] = nameParts(name)
      return semantics.objectKey(first === database && rest.length > 0 ? joinName(rest) : name)
    },
  }
}

/**
 * The database that names without one mean. The migrations tell it in two ways: a USE comes before the first table
 * and no other follows, or one table is made as `users` and spoken of as `shop.users`, or the other way round.
 * A table that is made under both names is two tables.
 */
export function defaultDatabase(migrations: readonly Migration[]): string | undefined {
  const operations = migrations.flatMap(({ up }) => up.statements.flatMap(statement => statement.operations))
  const used = databaseUsed(operations)
  if (used !== undefined) return used.database
  const spokenOf = new Set(operations.flatMap(namesIn))
  const made = new Set<ObjectName>()
  const there = new Map<string, ObjectName>()
  for (const operation of operations) {
    if (operation.kind === 'drop-table' || operation.kind === 'rename-table')
      there.delete(bareName(operation.table))
    if (operation.kind !== 'create-table' || operation.temporary) continue
    const { table, ifNotExists } = operation
    const bare = bareName(table)
    if (!ifNotExists && (there.get(bare) ?? table) !== table) return undefined
    made.add(table)
    there.set(bare, table)
  }
  const databases = new Set(
    [...spokenOf].filter(name => isBothWays(name, made, spokenOf)).map(name => nameParts(name)[0]),
  )
  const [only] = databases
  return databases.size === 1 ? only : undefined
}

function usesSeveral(migrations: readonly Migration[]): boolean {
  const used = migrations.flatMap(({ up }) =>
    up.statements.flatMap(({ operations }) => operations.map(usedDatabase)),
  )
  return new Set(used.filter(database => database !== undefined)).size > 1
}

/** `shop.users`, made as `users`, or made so and spoken of as `users`. */
function isBothWays(
  name: ObjectName,
  made: ReadonlySet<ObjectName>,
  spokenOf: ReadonlySet<ObjectName>,
): boolean {
  const bare = bareName(name)
  return bare !== name && (made.has(bare) || (made.has(name) && spokenOf.has(bare)))
}

/** What USE says of all history; undefined: nothing. */
function databaseUsed(operations: readonly Operation[]): { readonly database?: string } | undefined {
  const databases = operations.map(usedDatabase)
  const [first, ...others] = new Set(databases.filter(database => database !== undefined))
  if (first === undefined) return undefined
  const before = operations.slice(0, databases.indexOf(first))
  const isFirst = !before.some(operation => namesIn(operation).some(name => nameParts(name).length === 1))
  return others.length === 0 && isFirst ? { database: first } : {}
}

/** `shop` of `USE shop`. */
export function usedDatabase(operation: Operation): string | undefined {
  return operation.kind === 'no-effect' ? /^USE\s+(\S+)$/i.exec(operation.what)?.[1] : undefined
}

function namesIn(operation: Operation): readonly ObjectName[] {
  const table = 'table' in operation && operation.table !== undefined ? [operation.table] : []
  switch (operation.kind) {
    case 'create-table':
    case 'add-column':
      return [...table, ...operation.constraints.flatMap(parentOf)]
    case 'add-constraint':
      return [...table, ...parentOf(operation.constraint)]
    case 'create-index':
      return [operation.index.table]
    default:
      return table
  }
}

function parentOf(constraint: Constraint): readonly ObjectName[] {
  return constraint.type === 'foreign-key' ? [constraint.references.table] : []
}

import type { Migration } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import type { SchemaSemantics } from './schema-state.ts'

/** MySQL and MariaDB tell `users` and `USERS` apart or not, as lower_case_table_names says. History does: it makes a table
 * under one name and goes on with another that differs in case alone, which fails where they are told apart. */
export function withFoldedNames(
  semantics: SchemaSemantics,
  migrations: readonly Migration[],
): SchemaSemantics {
  if (semantics.databasesAreSchemas !== true || !mixesCases(migrations)) return semantics
  return { ...semantics, objectKey: name => semantics.objectKey(name.toLowerCase()) }
}

function mixesCases(migrations: readonly Migration[]): boolean {
  const operations = migrations.flatMap(({ up }) => up.statements.flatMap(statement => statement.operations))
  const made = new Set(operations.flatMap(namesMade))
  const folded = new Map<string, string>()
  for (const name of made) {
    const other = folded.get(name.toLowerCase())
    if (other !== undefined) return false
    folded.set(name.toLowerCase(), name)
  }
  return operations.some(
    operation =>
      'table' in operation &&
      operation.table !== undefined &&
      !(operation.kind === 'drop-table' && operation.ifExists) &&
      !made.has(operation.table) &&
      folded.has(operation.table.toLowerCase()),
  )
}

function namesMade(operation: Operation): readonly string[] {
  if (operation.kind === 'create-table') return [operation.table]
  if (operation.kind === 'rename-table') return [operation.to]
  return operation.kind === 'create-object' ? [operation.name] : []
}

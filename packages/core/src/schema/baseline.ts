import type { Statement } from '../migration/migration.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'
import { resolveNames } from './resolve-names.ts'
import type { SchemaSemantics, SchemaState } from './schema-state.ts'
import { endSession } from './session.ts'
import { withoutTemporaryTables } from './temporary-tables.ts'

/**
 * The schema that a dump describes (pg_dump, mysqldump, SQLite's .schema). It is complete, what it does not list does
 * not exist, unless it has a statement that could not be read.
 */
export function baselineState(statements: readonly Statement[], semantics: SchemaSemantics): SchemaState {
  const schema = statements
    .flatMap(({ operations }) => operations)
    .filter(operation => operation.kind !== 'create-table' || !isInternal(operation.table))
    .reduce(
      (state, operation) => apply(state, resolveNames(operation, state)),
      emptySchema(semantics, { complete: true }),
    )
  return endSession(withoutTemporaryTables(schema))
}

/** SQLite's `.schema` lists its own tables too (SQLite manual, The Schema Table: names that begin with `sqlite_`). */
function isInternal(table: string): boolean {
  return table.toLowerCase().startsWith('sqlite_')
}

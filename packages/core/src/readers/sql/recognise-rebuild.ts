import type { Statement } from '../../migration/migration.ts'
import { markRebuilds } from '../../operations/mark-rebuilds.ts'

/** Rebuilds of SQLite tables within one script. */
export function recogniseRebuilds(statements: readonly Statement[]): readonly Statement[] {
  const marked = markRebuilds(statements.flatMap(statement => statement.operations))
  if (marked.size === 0) return statements
  return statements.map(statement => ({
    ...statement,
    operations: statement.operations.map(operation => marked.get(operation) ?? operation),
  }))
}

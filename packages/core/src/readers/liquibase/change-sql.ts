import type { Dialect } from '../../dialects/dialect.ts'
import type { WrittenChange } from '../../layouts/written-change.ts'
import type { ChangeWriters } from './change-writer.ts'
import { columnChanges } from './column-changes.ts'
import { constraintChanges } from './constraint-changes.ts'
import { engineWords } from './engine-words.ts'
import { NotWritten } from './fields.ts'
import { objectChanges } from './object-changes.ts'
import { rowChanges } from './row-changes.ts'
import { tableChanges } from './table-changes.ts'

const writers: ChangeWriters = {
  ...tableChanges,
  ...columnChanges,
  ...constraintChanges,
  ...objectChanges,
  ...rowChanges,
}

/** The statements that Liquibase sends for a change on this engine, or why they are not known. */
export function changeSql(
  change: WrittenChange,
  dialect: Dialect,
): { readonly texts: readonly string[] } | { readonly reason: string } {
  const write = Object.hasOwn(writers, change.name) ? writers[change.name] : undefined
  if (write === undefined) return { reason: `Liquibase's ${change.name} cannot be read yet` }
  try {
    return { texts: write(change, engineWords(dialect)) }
  } catch (error) {
    if (error instanceof NotWritten) return { reason: error.reason }
    throw error
  }
}

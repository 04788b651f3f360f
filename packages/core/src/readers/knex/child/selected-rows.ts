import { rowsFound } from './rows-found.ts'
import { activity } from './run.ts'

/** What a query might find, for a migration that looks at rows itself. */
export function selectedRows(sql: string): readonly unknown[] {
  const run = activity.getStore()?.run
  return run === undefined ? [] : rowsFound({ sql }, run)
}

import type { CodeFile, CodeResult } from '../knex/code-file.ts'
import { toResults } from '../knex/knex-results.ts'
import type { Tool } from '../knex/protocol.ts'
import { type RunSetup, runFiles } from '../knex/run-files.ts'

/** Runs migrations as db-migrate does: each has a transaction of its own, in both directions (lib/migrator.js). */
export async function readDbMigrations(
  files: readonly CodeFile[],
  setup: RunSetup,
): Promise<readonly CodeResult[]> {
  const tool: Tool = { name: 'db-migrate', dialect: setup.dialect.name }
  return toResults(await runFiles(files, setup, () => ({ tool })), () => ({
    transaction: 'script',
    // db-migrate-mysql 3.0.0, startMigration: SET AUTOCOMMIT=0.
    ...(/^(?:mysql|mariadb)$/.test(setup.dialect.name) && { autocommitOff: true as const }),
  }))
}

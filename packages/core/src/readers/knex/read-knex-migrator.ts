import type { CodeFile, CodeResult } from './code-file.ts'
import { toResults } from './knex-results.ts'
import { type KnexSetup, knexToolOf } from './read-knex-migrations.ts'
import { runFiles } from './run-files.ts'

/** Runs migrations as knex-migrator does: each has a transaction of its own where it asks for one. */
export async function readKnexMigratorMigrations(
  files: readonly CodeFile[],
  setup: KnexSetup,
): Promise<readonly CodeResult[]> {
  const tool = { ...knexToolOf(setup, files), name: 'knex-migrator' } as const
  const readings = await runFiles(files, setup, () => ({ tool }))
  return toResults(readings, ({ up, down }, direction) => ({
    transaction: (direction === 'up' ? up : down)?.transaction === true ? 'script' : 'none',
  }))
}

import { compareCodeUnits } from './compare-names.ts'
import { dialectOfDriver } from './driver-names.ts'
import { folderPairs, foldersWithoutUp } from './folder-pairs.ts'
import type { Detection, Layout, ProjectFiles } from './layout.ts'
import { baseName, folderOf } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { share } from './share-of.ts'

const lockFile = 'migration_lock.toml'

/** prisma-engines, sql-schema-connector, `apply_migration_script`: `raw_cmd`, for SQLite `execute_batch`. */
const sentAsOneQuery = ['postgres', 'mysql', 'mariadb', 'sqlite'] as const

/** Error P3009 of `prisma migrate deploy`. */
const afterFailure = 'Prisma records it as failed: nothing is deployed until "prisma migrate resolve"'

const asItRuns = { transaction: 'script', sentAsOneQuery, afterFailure } as const

/**
 * Prisma Migrate runs no down. The convention is a `down.sql` beside `migration.sql`, run by hand: a down is
 * expected only where the project keeps that convention.
 */
export const prisma: Layout = {
  name: 'prisma',
  title: 'Prisma Migrate',
  async detect(files) {
    const locks = (await files.list('.')).filter(path => baseName(path) === lockFile)
    return Promise.all(locks.map(lock => detectionOf(lock, files)))
  },
  async recognise(paths) {
    const scripts = paths.filter(path => baseName(path) === 'migration.sql')
    const hasLock = paths.some(path => baseName(path) === lockFile)
    const hasSnapshots = paths.some(path => baseName(path) === 'snapshot.json')
    if (hasSnapshots) return 0
    return share(scripts.length, paths.length, hasLock ? 90 : 70)
  },
  async arrange(paths) {
    const pairs = folderPairs(paths, 'migration.sql', 'down.sql').toSorted(
      (first, second) =>
        compareCodeUnits(first.name, second.name) || compareCodeUnits(first.folder, second.folder),
    )
    // Whoever has begun to write them, and does so for most, goes on; one alone asks nothing of the others.
    const first = pairs.findIndex(pair => pair.down !== undefined)
    const since = pairs.slice(Math.max(first, 0))
    const isHabit = since.filter(pair => pair.down !== undefined).length * 2 >= since.length
    const migrations = pairs.flatMap(({ name, up, down }, place) =>
      up === undefined
        ? []
        : [
            {
              name,
              file: up,
              format: 'sql' as const,
              up: { file: up, ...asItRuns },
              ...(down !== undefined && {
                down: { file: down, transaction: 'script' as const, sentAsOneQuery },
              }),
              downExpected: first >= 0 && place >= first && isHabit,
            },
          ],
    )
    return { migrations, problems: foldersWithoutUp(pairs, 'migration.sql') }
  },
  outOfOrder: runsLate('prisma migrate deploy'),
  editedApplied: ignoresEdits('prisma migrate deploy'),
}

async function detectionOf(lock: string, files: ProjectFiles): Promise<Detection> {
  const provider =
    /^[ \t]*provider\s*=\s*"([\w-]+)"/m.exec((await textIfReadable(files, lock)) ?? '')?.[1] ?? ''
  const name = dialectOfDriver(provider)
  return {
    paths: [folderOf(lock)],
    evidence: lock,
    ...(name && { dialect: { name, evidence: `provider "${provider}" in ${lock}` } }),
  }
}

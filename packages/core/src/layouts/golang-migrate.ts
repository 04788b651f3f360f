import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import { isRequiredByGo } from './go-module.ts'
import type { Layout, LayoutProblem, MigrationFile } from './layout.ts'
import { baseName, isSql } from './path-names.ts'
import { ignoresEdits, neverRunsOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** golang-migrate, source/parse.go. `schema_migrations` holds one row: the current version. */
const fileName = /^(\d+)_.*\.(up|down)\../

/** Told from other pairs only by the module's requirements: the file names alone are `up-down-files`. */
export const golangMigrate: Layout = {
  name: 'golang-migrate',
  title: 'golang-migrate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const matching = paths.filter(isMigration)
    const [first] = matching
    if (first === undefined || !(await isRequiredByGo(['golang-migrate/migrate'], first, files))) return 0
    return share(matching.length, paths.length, 60)
  },
  async arrange(paths) {
    const scripts = topmostFiles(paths.filter(isMigration))
      .map(scriptOf)
      .filter(script => script !== undefined)
      .toSorted((first, second) => compareNaturally(first.version, second.version))
    const downs = new Map(
      scripts.filter(({ direction }) => direction === 'down').map(down => [down.version, down.path]),
    )
    const ups = scripts.filter(({ direction }) => direction === 'up')
    const versions = new Set(ups.map(({ version }) => version))
    return {
      migrations: ups.map(up => toMigration(up, downs.get(up.version))),
      problems: [
        ...[...downs]
          .filter(([version]) => !versions.has(version))
          .map(([version, file]) => orphanDown(version, file)),
        ...duplicateVersions(
          ups.map(({ version, path }) => ({ version, file: path })),
          'golang-migrate stops with "duplicate migration file".',
        ),
      ],
    }
  },
  outOfOrder: neverRunsOutOfOrder('golang-migrate', 'it runs only versions above the current one'),
  editedApplied: ignoresEdits('golang-migrate'),
  historyHoldsLastOnly: true,
}

interface Script {
  readonly path: string
  /** A number in the history table: `000012` is 12. */
  readonly version: string
  readonly direction: string
}

function isMigration(path: string): boolean {
  return isSql(path) && scriptOf(path) !== undefined
}

function scriptOf(path: string): Script | undefined {
  const [, digits, direction] = fileName.exec(baseName(path)) ?? []
  if (digits === undefined || direction === undefined) return undefined
  return { path, version: digits.replace(/^0+(?=\d)/, ''), direction }
}

/** database/sqlite3/sqlite3.go opens a transaction around the text; those of PostgreSQL and MySQL do not. */
const sentAsOneQuery = ['postgres', 'mysql', 'mariadb'] as const

function toMigration(up: Script, down: string | undefined): MigrationFile {
  return {
    name: up.version,
    file: up.path,
    format: 'sql',
    up: { file: up.path, transaction: 'script', sentAsOneQuery },
    ...(down !== undefined && { down: { file: down, transaction: 'script', sentAsOneQuery } }),
    downExpected: true,
  }
}

function orphanDown(version: string, file: string): LayoutProblem {
  return {
    ruleId: 'orphan-down',
    file,
    message: `There is no up script of version ${version} for this down script: it never runs.`,
  }
}

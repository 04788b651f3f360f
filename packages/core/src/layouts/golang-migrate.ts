import { isNamedByBuild } from './build-files.ts'
import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { EmptyScriptFailure } from './empty-scripts.ts'
import { isRequiredByGo } from './go-module.ts'
import type { Layout, LayoutProblem, MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { baseName, folderOf, isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits, neverRunsOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** golang-migrate, source/parse.go. `schema_migrations` holds one row: the current version. */
const fileName = /^(\d+)_.*\.(up|down)\../

/** Told from other pairs only by the module's requirements, or by what builds the image that runs it: the file names
 * alone are `up-down-files`. */
export const golangMigrate: Layout = {
  name: 'golang-migrate',
  title: 'golang-migrate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const matching = paths.filter(isMigration)
    const [first] = matching
    if (first === undefined || !(await isUsed(first, files))) return 0
    // It does not start with one: a project that has several has another runner.
    if (repeatedVersions(matching) > 2) return 0
    return share(matching.length, paths.length, 60)
  },
  async arrange(paths, files) {
    const scripts = topmostFiles(paths.filter(isMigration))
      .map(scriptOf)
      .filter(script => script !== undefined)
      .toSorted((first, second) => compareNaturally(first.version, second.version))
    const downs = new Map(
      scripts.filter(({ direction }) => direction === 'down').map(down => [down.version, down.path]),
    )
    const ups = scripts.filter(({ direction }) => direction === 'up')
    const versions = new Set(ups.map(({ version }) => version))
    const runner = await runnerOf(ups, files)
    const code = await codeBeside(ups, files)
    return {
      migrations: ups.map(up => ({
        ...toMigration(up, downs.get(up.version), runner),
        ...code(up.version),
      })),
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
  // What the files are called, and the version with its zeros.
  otherNames: ({ file }) => {
    const name = baseName(file).replace(/\.up\.[^.]+$/, '')
    return [name, name.split('_', 1)[0] ?? name]
  },
}

/** `./migrate/migrate` is a program of the project's own. */
const nameOrImage = /\bgolang-migrate\b|(?<![\w.-]\/|[\w.-])(?:docker\.io\/)?migrate\/migrate(?=[:@\s"']|$)/m

async function isUsed(path: string, files: ProjectFiles): Promise<boolean> {
  return (
    (await isRequiredByGo(['golang-migrate/migrate'], path, files)) ||
    (await isNamedByBuild(nameOrImage, path, files))
  )
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

/** migrate.go, `newMigration`: without a file it is an empty migration, and the version goes down. */
const withoutDown = 'golang-migrate goes on to the migration before it, with the schema as up has left it'

type Runner = Pick<ScriptSource, 'sentAsOneQuery' | 'afterFailure'>

/** database/sqlite3/sqlite3.go opens a transaction around the text, unless `x-no-tx-wrap` is set; those of PostgreSQL and
 * MySQL do not. SQLite refuses BEGIN inside it: scripts that have one of their own show that it is set. */
async function runnerOf(ups: readonly Script[], files: ProjectFiles): Promise<Runner> {
  const texts = await Promise.all(ups.map(({ path }) => textIfReadable(files, path)))
  const isWrapped = texts.filter(text => text !== undefined && begins.test(text)).length < 2
  return {
    sentAsOneQuery: ['postgres', 'mysql', 'mariadb', ...(isWrapped ? [] : (['sqlite'] as const))],
    afterFailure: 'golang-migrate marks the version as dirty: nothing runs until "migrate force"',
  }
}

/** 1065, without a comment (golang-migrate/migrate#244; measured: MariaDB 10.11). */
const failsEmpty: readonly EmptyScriptFailure[] = [
  { on: ['mysql', 'mariadb'], at: 'space', message: '"migrate down" stops there ("Query was empty")' },
]

const begins = /^[ \t]*begin(?:[ \t]+(?:transaction|deferred|immediate|exclusive))*[ \t]*;/im

function toMigration(up: Script, down: string | undefined, runner: Runner): MigrationFile {
  return {
    name: up.version,
    file: up.path,
    format: 'sql',
    up: { file: up.path, transaction: 'script', ...runner },
    ...(down !== undefined && {
      down: { file: down, transaction: 'script', ...runner, failsEmpty },
    }),
    downExpected: true,
    withoutDown,
  }
}

/** `48_premigrate.go` and `48_postmigrate.go` beside `48_cleanup.up.sql`: code of the project's own for the same version. */
async function codeBeside(
  [first]: readonly Script[],
  files: ProjectFiles,
): Promise<(version: string) => Pick<MigrationFile, 'codeBefore' | 'codeBehind'>> {
  const beside = first === undefined ? [] : await files.list(folderOf(first.path), 1)
  const named = beside.flatMap(path => {
    const [, version, when] = /^0*(\d+)_(?:\w*_)?(pre|post)[_-]?\w*\.go$/i.exec(baseName(path)) ?? []
    return version === undefined || path.endsWith('_test.go') ? [] : [{ path, version, when }]
  })
  return wanted => {
    const [before, behind] = ['pre', 'post'].map(time =>
      named.flatMap(({ path, version, when }) =>
        version === wanted && when?.toLowerCase() === time ? [path] : [],
      ),
    )
    return {
      ...(before?.length && { codeBefore: before }),
      ...(behind?.length && { codeBehind: behind }),
    }
  }
}

function repeatedVersions(paths: readonly string[]): number {
  const ups = paths.flatMap(path => {
    const script = scriptOf(path)
    return script?.direction === 'up' ? [script.version] : []
  })
  return ups.length - new Set(ups).size
}

function orphanDown(version: string, file: string): LayoutProblem {
  return {
    ruleId: 'orphan-down',
    file,
    message: `There is no up script of version ${version} for this down script: it never runs.`,
  }
}

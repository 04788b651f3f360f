import type { BesideLock } from '../migration/migration.ts'
import { compareCodeUnits, compareNaturally } from './compare-names.ts'
import { duplicateVersions, oncePerHabit } from './duplicate-versions.ts'
import { lockBeside } from './flyway-lock.ts'
import { flywayFiles } from './flyway-name-settings.ts'
import type { FlywayFile } from './flyway-names.ts'
import { afterFailureAt } from './flyway-repair.ts'
import type { Layout, LayoutProblem, MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { baseName, folderOf } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, refusesMissingFiles, refusesOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'

/** Flyway documentation, Callbacks: run before all, or before each, of what is pending. */
const ranBefore = /^before(?:Each)?Migrate(?:__.+)?\.sql$/
const configName = /^flyway\.(?:conf|toml)$/

/**
 * Undo scripts need a paid edition, so a down is expected only where the project writes them. A repeatable file
 * runs after all versions, again whenever it changes, and has no undo.
 */
export const flyway: Layout = {
  name: 'flyway',
  title: 'Flyway',
  async detect(files) {
    const all = await files.list('.')
    const config = all.find(path => configName.test(baseName(path)))
    if (config === undefined) return []
    const named = await flywayFiles(all, files)
    const folders = [...new Set(named.map(({ path }) => folderOf(path)))].filter(
      folder => !/(?:^|\/)(?:target|build|out|bin|test)(?:\/|$)/.test(folder),
    )
    return folders.length === 0 ? [] : [{ paths: folders, evidence: config }]
  },
  async recognise(paths, files) {
    return share((await flywayFiles(paths, files)).length, paths.length, 80)
  },
  async arrange(paths, files) {
    const named = await flywayFiles(paths, files)
    const versions = withBaseline(named).toSorted(byVersion)
    const undos = new Map(named.filter(file => file.kind === 'U').map(file => [file.version, file]))
    let beside: ReturnType<BesideLockOf> | undefined
    const besideLock: BesideLockOf = () => {
      beside ??= lockBeside(paths[0] ?? '.', files)
      return beside
    }
    const afterFailure = await afterFailureAt(paths[0] ?? '.', files)
    const runner = { undos, besideLock, afterFailure }
    const migrations = await Promise.all([
      ...versions.map(file => toMigration(file, runner, files)),
      ...named
        .filter(file => file.kind === 'R')
        .toSorted((first, second) => compareCodeUnits(first.description, second.description))
        .map(file => toMigration(file, runner, files)),
    ])
    return {
      migrations,
      ranBefore: paths
        .filter(path => ranBefore.test(baseName(path)))
        .map((file): ScriptSource => ({ file, transaction: 'script' })),
      problems: [
        ...oncePerHabit(
          duplicateVersions(
            versions.map(({ version, path }) => ({ version, file: path })),
            refusesVersion,
          ),
          'have the version of another one',
          refusesVersion,
        ),
        ...undosWithoutVersion(named),
      ],
    }
  },
  outOfOrder: refusesOutOfOrder(
    'Flyway',
    '"Detected resolved migration not applied to database", unless outOfOrder is set',
  ),
  missingApplied: refusesMissingFiles('Flyway', '"Detected applied migration not resolved locally"'),
  editedApplied: refusesEdits('Flyway', 'the checksum in flyway_schema_history differs'),
}

const refusesVersion = 'Flyway stops with "Found more than one migration with version".'

/** A baseline stands for the versions up to its own: it counts where those are gone. */
function withBaseline(named: readonly FlywayFile[]): readonly FlywayFile[] {
  const versions = named.filter(file => file.kind === 'V')
  const baselines = named.filter(file => file.kind === 'B').toSorted(byVersion)
  const last = baselines.at(-1)
  if (last === undefined || versions.some(file => byVersion(file, last) <= 0)) return versions
  return [last, ...versions]
}

function byVersion(first: FlywayFile, second: FlywayFile): number {
  return compareNaturally(first.version, second.version) || compareCodeUnits(first.path, second.path)
}

interface Runner {
  readonly undos: ReadonlyMap<string, FlywayFile>
  /** Asked only where a script runs outside a transaction: it may read code. */
  readonly besideLock: BesideLockOf
  readonly afterFailure: string
}

type BesideLockOf = () => Promise<BesideLock | undefined>

async function toMigration(file: FlywayFile, runner: Runner, files: ProjectFiles): Promise<MigrationFile> {
  const { undos } = runner
  const undo = file.kind === 'V' ? undos.get(file.version) : undefined
  return {
    name: file.kind === 'R' ? baseName(file.path) : file.version,
    file: file.path,
    format: 'sql',
    up: await sourceOf(file.path, runner, files),
    ...(undo && { down: await sourceOf(undo.path, runner, files) }),
    downExpected: file.kind === 'V' && undos.size > 0,
    ...(file.kind === 'R' && { repeatable: true }),
  }
}

/** `V1__x.sql.conf` beside the script may take it out of the transaction, and Flyway does so itself with statements
 * that cannot run in one, if there are no others (Flyway documentation, `flyway.mixed`). */
async function sourceOf(
  path: string,
  { besideLock, afterFailure }: Runner,
  files: ProjectFiles,
): Promise<ScriptSource> {
  const config = `${path}.conf`
  const settings = (await files.exists(config)) ? await textIfReadable(files, config) : undefined
  const [, said] = /^[ \t]*executeInTransaction\s*=\s*(true|false)/m.exec(settings ?? '') ?? []
  const outside = said === undefined ? runsOutside(await textIfReadable(files, path)) : said === 'false'
  if (!outside) return { file: path, transaction: 'script', autocommitOff: true, afterFailure, ...ofEach }
  const isBesideLock = await besideLock()
  return { file: path, transaction: 'none', ...(isBesideLock && { isBesideLock }), afterFailure, ...ofEach }
}

/** Flyway, MySQLConnection.doRestoreOriginalState; PostgreSQLConnection, changeCurrentSchemaTo, before each script and at the end. */
const putBack = ['foreign_key_checks', 'sql_safe_updates', 'search_path', 'role'] as const

/** The history goes over the main connection, scripts over the migration connection (Database.java; but for SQLite). */
const ofEach = { putBack, recordsApart: true } as const

/** What Flyway's parser for PostgreSQL takes out (`detectCanExecuteInTransaction`). */
const alone =
  /^(?:(?:create|drop)\s+(?:unique\s+)?index\s+concurrently|(?:create|drop)\s+(?:database|tablespace|subscription)|alter\s+system|reindex\s+(?:verbose\s+)?(?:schema|database|system)|vacuum|discard\s+all)\b/i

/** `PRAGMA foreign_keys` in a script takes all of it out (SQLiteParser.java). Beside others it is refused unless
 * `flyway.mixed` is set, so that it never runs inside. */
function runsOutside(text = ''): boolean {
  const statements = text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .split(';')
    .map(each => each.trim())
    .filter(each => each !== '')
  if (statements.some(each => /^pragma\s+foreign_keys\b/i.test(each))) return true
  return statements.length > 0 && statements.every(each => alone.test(each))
}

function undosWithoutVersion(named: readonly FlywayFile[]): readonly LayoutProblem[] {
  const versions = new Set(named.filter(file => file.kind === 'V').map(file => file.version))
  return named
    .filter(file => file.kind === 'U' && !versions.has(file.version))
    .map(file => ({
      ruleId: 'orphan-down',
      file: file.path,
      message: `There is no V${file.version}__… for this undo script: it never runs.`,
    }))
}

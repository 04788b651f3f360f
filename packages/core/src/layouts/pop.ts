import type { DialectName } from '../migration/migration.ts'
import { compareCodeUnits } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import { isRequiredByGo } from './go-module.ts'
import type { Layout, LayoutProblem, MigrationFile, ScriptSource } from './layout.ts'
import { baseName, extensionOf } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { share } from './share-of.ts'

/** gobuffalo/pop 6, migrator.go; `.autocommit` is popx's, of ory/x (match.go). */
const fileName = /^(\d+)_[^.]+((?:\.[a-z0-9]+)?(?:\.autocommit)?)\.(up|down)\.(?:sql|fizz)$/

const servers: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']

/** `CanonicalDialect` in pop's connection_details.go, and popx's further servers, which are not read here. */
const serverOfWord: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['pg', 'postgres'],
  ['pgx', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ['cockroach', 'cockroach'],
  ['cockroachdb', 'cockroach'],
  ['crdb', 'cockroach'],
  ['yugabyte', 'yugabyte'],
  ['yugabytedb', 'yugabyte'],
])

/** Ory's own modules run the files with popx. */
const popxModules = ['github.com/ory/x', 'github.com/ory/pop']

/**
 * pop's migrator (soda, Buffalo, Ory's popx): one folder for several engines. `x.mysql.up.sql` is run on MySQL in
 * the place of `x.up.sql`, which is for all the others.
 */
export const pop: Layout = {
  name: 'pop',
  title: 'pop (soda, Buffalo)',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const scripts = paths.map(scriptOf).filter(script => script !== undefined)
    const [first] = scripts
    if (first === undefined) return 0
    const fits = scripts.some(isNamedByPop) || (await isRequiredByGo(['gobuffalo/pop'], first.path, files))
    return fits ? share(scripts.length, paths.length, 85) : 0
  },
  async arrange(paths, files) {
    const scripts = paths.map(scriptOf).filter(script => script !== undefined)
    const [first] = scripts
    const runner = {
      isPopx: first !== undefined && (await isRequiredByGo(popxModules, first.path, files)),
    }
    const byVersion = new Map<string, Script[]>()
    for (const script of scripts)
      byVersion.set(script.version, [...(byVersion.get(script.version) ?? []), script])
    const versions = [...byVersion]
      .toSorted(([one], [other]) => compareCodeUnits(one, other))
      .map(([, ofVersion]) => ofVersion)
    return {
      migrations: versions.flatMap(ofVersion => migrationsOf(ofVersion, runner)),
      problems: versions.flatMap(ofVersion => [...orphanDowns(ofVersion), ...repeated(ofVersion)]),
    }
  },
  outOfOrder: runsLate('pop'),
  editedApplied: ignoresEdits('pop'),
}

interface Script {
  readonly path: string
  /** Compared as text. */
  readonly version: string
  /** Absent: for every server that has no file of its own. */
  readonly server: string | undefined
  readonly isAutocommit: boolean
  readonly direction: string
}

interface Runner {
  readonly isPopx: boolean
}

interface Pair {
  readonly up: Script
  readonly down?: Script
}

/** Files whose word is no server are passed over with a warning, by pop too. */
function scriptOf(path: string): Script | undefined {
  const [, version, words = '', direction] = fileName.exec(baseName(path)) ?? []
  if (version === undefined || direction === undefined) return undefined
  const isAutocommit = words.endsWith('.autocommit')
  const word = words.replace(/\.autocommit$/, '').slice(1)
  const server = serverOfWord.get(word)
  return word !== '' && server === undefined ? undefined : { path, version, server, isAutocommit, direction }
}

function isNamedByPop({ path, server, isAutocommit }: Script): boolean {
  return server !== undefined || isAutocommit || isFizz(path)
}

function isFizz(path: string): boolean {
  return extensionOf(path) === '.fizz'
}

/** What each server runs for one version; servers that run the same files share an entry. */
function migrationsOf(scripts: readonly Script[], runner: Runner): readonly MigrationFile[] {
  const shared = new Map<string, { readonly pair: Pair; readonly servers: string[] }>()
  for (const [server, pair] of pairsOf(scripts)) {
    const key = `${pair.up.path}\0${pair.down?.path}`
    const entry = shared.get(key) ?? { pair, servers: [] }
    entry.servers.push(server)
    shared.set(key, entry)
  }
  return [...shared.values()].map(entry => toMigration(entry.pair, entry.servers, runner))
}

function pairsOf(scripts: readonly Script[]): readonly (readonly [string, Pair])[] {
  return serversOf(scripts).flatMap(server => {
    const up = chosen(scripts, 'up', server)
    const down = chosen(scripts, 'down', server)
    return up === undefined ? [] : [[server, { up, ...(down && { down }) }] as const]
  })
}

/** Those that are read here, those that are named, and one that nobody names. */
function serversOf(scripts: readonly Script[]): readonly string[] {
  return [...new Set([...servers, ...scripts.map(({ server }) => server ?? 'another')])]
}

/** pop reaches MariaDB as MySQL, its forks by its own name too. */
function chosen(scripts: readonly Script[], direction: string, server: string): Script | undefined {
  const names = server === 'mariadb' ? ['mariadb', 'mysql', undefined] : [server, undefined]
  const fitting = scripts.filter(script => script.direction === direction)
  return names
    .map(name => fitting.find(script => script.server === name))
    .find(script => script !== undefined)
}

function toMigration({ up, down }: Pair, runOn: readonly string[], runner: Runner): MigrationFile {
  const engines = servers.filter(server => runOn.includes(server))
  const isUnread = [up, down].some(script => script !== undefined && isFizz(script.path))
  return {
    name: up.version,
    file: up.path,
    ...(isUnread ? { format: 'unsupported', unsupported: 'Fizz' } : { format: 'sql' }),
    up: sourceOf(up, runner),
    ...(down && { down: sourceOf(down, runner) }),
    downExpected: true,
    ...partOf(up),
    ...(engines.length < servers.length && { engines }),
  }
}

/** `20210410175418000003_network`: a migration of popx that was cut into one file a statement, with a counter of six digits
 * behind its time. */
function partOf({ path }: Script): Pick<MigrationFile, 'partOf'> {
  const [, time, title] = /^(\d{14})\d{6}_([^.]+)\./.exec(baseName(path)) ?? []
  return time === undefined ? {} : { partOf: `${time}_${title}` }
}

/** pop runs each file in a transaction. popx leaves it out for `.autocommit` files, and on MySQL (`noTxDDL`). */
function sourceOf({ path, isAutocommit }: Script, { isPopx }: Runner): ScriptSource {
  const sentAsOneQuery = isAutocommit ? servers : isPopx ? (['mysql', 'mariadb'] as const) : undefined
  return { file: path, transaction: 'script', ...(sentAsOneQuery && { sentAsOneQuery }) }
}

function orphanDowns(scripts: readonly Script[]): readonly LayoutProblem[] {
  const used = new Set(pairsOf(scripts).map(([, { down }]) => down))
  return scripts
    .filter(script => script.direction === 'down' && !used.has(script))
    .map(({ path, version }) => ({
      ruleId: 'orphan-down',
      file: path,
      message: `There is no up script of version ${version} for this down script: it never runs.`,
    }))
}

function repeated(scripts: readonly Script[]): readonly LayoutProblem[] {
  return ['up', 'down'].flatMap(direction =>
    serversOf(scripts).flatMap(server =>
      duplicateVersions(
        scripts
          .filter(script => script.direction === direction && (script.server ?? 'another') === server)
          .map(({ version, path }) => ({ version, file: path })),
        'pop runs one of the two and counts the other as applied.',
      ),
    ),
  )
}

import { extensionOf, folderOf, inFolder, stemOf } from '../layouts/path-names.ts'
import type { DialectName } from '../migration/migration.ts'

/** What a path says about the engine that it is for. */
export interface NamedEngine {
  /** Absent: one that is not read here. */
  readonly name?: DialectName
  readonly word: string
  /** Absent: the file's own name says so. */
  readonly folder?: string
}

/** OceanBase, openGauss and Dameng, beside others alone. */
const shortWords: ReadonlySet<string> = new Set(['ob', 'og', 'dm'])

const words: ReadonlyMap<string, DialectName | undefined> = new Map<string, DialectName | undefined>([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['pg', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ...[
    'clickhouse',
    'cockroach',
    'cockroachdb',
    'dameng',
    'db2',
    'derby',
    'firebird',
    'gaussdb',
    'h2',
    'hsqldb',
    'informix',
    'kingbase',
    'mssql',
    'oceanbase',
    'opengauss',
    'oracle',
    'sqlserver',
    'sybase',
    ...shortWords,
  ].map(word => [word, undefined] as const),
])

const longWords = new Set([...words.keys()].filter(word => !shortWords.has(word)))

/**
 * The engine of each path that says one: by a folder (`migrations/mysql/…`, `mysql-migrations/…`), or by the end of a
 * name that is there for other engines too (`001_a.mysql.sql` beside `001_a.postgres.sql`, `mysql.sql` beside
 * `postgres.sql`).
 */
export function enginesInPaths(paths: readonly string[]): ReadonlyMap<string, NamedEngine> {
  const byEnding = new Map(paths.map(path => [path, ending(path)]))
  const variants = new Map<string, Set<string>>()
  for (const { rest, word } of [...byEnding.values()].filter(each => each !== undefined))
    variants.set(rest, (variants.get(rest) ?? new Set()).add(word))
  const found = new Map<string, NamedEngine>()
  const places = new Set(paths.flatMap(path => engineFolder(path)?.place ?? []))
  for (const path of paths) {
    const end = byEnding.get(path)
    const named =
      byFolder(path, places) ??
      (end && (variants.get(end.rest)?.size ?? 0) > 1 ? engineOf(end.word) : undefined)
    if (named !== undefined) found.set(path, named)
  }
  return found
}

/** A short word says so only where folders of engines lie beside it. */
function byFolder(path: string, places: ReadonlySet<string>): NamedEngine | undefined {
  const folder = engineFolder(path) ?? engineFolder(path, shortWords, places)
  return folder && { ...engineOf(folder.word), word: folder.name, folder: folder.path }
}

interface EngineFolder {
  readonly name: string
  readonly path: string
  /** Where it lies. */
  readonly place: string
  readonly word: string
}

function engineFolder(
  path: string,
  among: Pick<ReadonlySet<string>, 'has'> = longWords,
  places?: ReadonlySet<string>,
): EngineFolder | undefined {
  const parts = folderOf(path).split('/')
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const word = wordOf(parts[at] ?? '')
    const place = parts.slice(0, at).join('/')
    if (word !== undefined && among.has(word) && places?.has(place) !== false)
      return { name: parts[at] ?? '', path: parts.slice(0, at + 1).join('/'), place, word }
  }
  return undefined
}

function engineOf(word: string): NamedEngine {
  const name = words.get(word)
  return { word, ...(name && { name }) }
}

/** `mysql`, `postgresql-migrations`, `migrations_sqlite`; not a migration's own name. */
function wordOf(folder: string): string | undefined {
  const parts = folder.toLowerCase().split(/[-_.]/)
  const rest = parts.filter(part => !/^(?:migrations?|migrate|sql|db|schema)$/.test(part))
  return rest.length === 1 && words.has(rest[0] ?? '') ? rest[0] : undefined
}

/** `m/001_a_mysql.sql` → `mysql` of `m/001_a.sql`; `m/001_a/mysql.sql` → of `m/001_a/.sql`. */
function ending(path: string): { readonly rest: string; readonly word: string } | undefined {
  const stem = stemOf(path)
  const word = /(?:^|[-_.])([a-z]+\d?)$/.exec(stem.toLowerCase())?.[1] ?? ''
  if (!words.has(word)) return undefined
  const rest = inFolder(folderOf(path), stem.slice(0, -word.length - 1) + extensionOf(path))
  return { rest, word }
}

export interface PathsOfEngine {
  readonly kept: readonly string[]
  readonly others: readonly string[]
}

/** Without what is for other engines, where paths of several lie together. MariaDB runs MySQL's where it has none. */
export function pathsFor(engine: DialectName, paths: readonly string[]): PathsOfEngine {
  const named = enginesInPaths(paths)
  const present = new Set([...named.values()].map(({ name, word }) => name ?? word))
  if (present.size < 2) return { kept: paths, others: [] }
  const wanted = present.has(engine) ? engine : (relatives.get(engine) ?? engine)
  const isKept = (path: string): boolean => !named.has(path) || named.get(path)?.name === wanted
  return { kept: paths.filter(isKept), others: paths.filter(path => !isKept(path)) }
}

const relatives: ReadonlyMap<DialectName, DialectName> = new Map([
  ['mariadb', 'mysql'],
  ['mysql', 'mariadb'],
])

/** The one engine that all of these paths are for, looked at among their neighbours. */
export function onlyEngineIn(
  paths: readonly string[],
  neighbours: readonly string[],
): DialectName | undefined {
  const named = enginesInPaths(neighbours)
  const [only, ...others] = new Set(paths.map(path => named.get(path)?.name))
  return others.length > 0 ? undefined : only
}

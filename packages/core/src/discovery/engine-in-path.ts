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

const words: ReadonlyMap<string, DialectName | undefined> = new Map<string, DialectName | undefined>([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['pg', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ...['clickhouse', 'cockroach', 'cockroachdb', 'h2', 'hsqldb', 'mssql', 'oracle', 'sqlserver'].map(
    word => [word, undefined] as const,
  ),
])

/**
 * The engine of each path that says one: by a folder (`migrations/mysql/…`, `mysql-migrations/…`), or by the end of a
 * name that is there for other engines too (`001_a.mysql.sql` beside `001_a.postgres.sql`).
 */
export function enginesInPaths(paths: readonly string[]): ReadonlyMap<string, NamedEngine> {
  const byEnding = new Map(paths.map(path => [path, ending(path)]))
  const variants = new Map<string, Set<string>>()
  for (const { rest, word } of [...byEnding.values()].filter(each => each !== undefined))
    variants.set(rest, (variants.get(rest) ?? new Set()).add(word))
  const found = new Map<string, NamedEngine>()
  for (const path of paths) {
    const end = byEnding.get(path)
    const named =
      byFolder(path) ?? (end && (variants.get(end.rest)?.size ?? 0) > 1 ? engineOf(end.word) : undefined)
    if (named !== undefined) found.set(path, named)
  }
  return found
}

function byFolder(path: string): NamedEngine | undefined {
  const parts = folderOf(path).split('/')
  const at = parts.findLastIndex(part => wordOf(part) !== undefined)
  const word = parts[at]
  if (word === undefined) return undefined
  return { ...engineOf(wordOf(word) ?? ''), word, folder: parts.slice(0, at + 1).join('/') }
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

/** `m/001_a_mysql.sql` → `mysql` of `m/001_a.sql`. */
function ending(path: string): { readonly rest: string; readonly word: string } | undefined {
  const stem = stemOf(path)
  const word = /[-_.]([a-z]+\d?)$/.exec(stem.toLowerCase())?.[1] ?? ''
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

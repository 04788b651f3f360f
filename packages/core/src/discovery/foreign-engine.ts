import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf, isSql } from '../layouts/path-names.ts'
import { UserError } from '../user-error.ts'
import { sampleOfSql, spread } from './sql-sample.ts'

/** Engines that are not read here, by what folders, drivers and providers are called. */
const engines: ReadonlyMap<string, string> = new Map([
  ['clickhouse', 'ClickHouse'],
  ['h2', 'H2'],
  ['hsqldb', 'HSQLDB'],
  ['derby', 'Derby'],
  ['oracle', 'Oracle'],
  ['oracledb', 'Oracle'],
  ['mssql', 'SQL Server'],
  ['sqlserver', 'SQL Server'],
  ['tedious', 'SQL Server'],
  ['db2', 'Db2'],
  ['cassandra', 'Cassandra'],
  ['scylla', 'ScyllaDB'],
  ['snowflake', 'Snowflake'],
  ['bigquery', 'BigQuery'],
  ['spanner', 'Spanner'],
  ['duckdb', 'DuckDB'],
  ['firebird', 'Firebird'],
  ['mongodb', 'MongoDB'],
])

/** No migration has these for an engine that is read here. */
const signs: readonly (readonly [engine: string, sign: RegExp])[] = [
  ['ClickHouse', /\bENGINE\s*=?\s*(?:\w*MergeTree|Distributed)\b|\bLowCardinality\s*\(/i],
  ['SQL Server', /\bN?VARCHAR\s*\(\s*MAX\s*\)|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\[dbo\]\./i],
]

/** Migrations of an engine that is not read are refused with a word, not read as something that they are not. */
export function refuseForeignFolders(paths: readonly string[]): void {
  const found = new Map(paths.map(path => [folderEngine(path), folderOf(path)]))
  const [only, ...others] = found
  if (only?.[0] !== undefined && others.length === 0) throw foreign(only[0], `the folder ${only[1]}`)
}

/** `mssql`, `sqlserver`. */
export function refuseForeignDriver(name: string, evidence: string): void {
  const engine = engines.get(name.toLowerCase())
  if (engine !== undefined) throw foreign(engine, evidence)
}

export async function refuseForeignSql(paths: readonly string[], files: ProjectFiles): Promise<void> {
  for (const path of spread(paths.filter(isSql))) {
    const text = await sampleOfSql(path, files)
    for (const [engine, sign] of signs) {
      const word = sign.exec(text)?.[0]
      if (word !== undefined) throw foreign(engine, `${word.replace(/\s+/g, ' ')} in ${path}`)
    }
  }
}

function folderEngine(path: string): string | undefined {
  const folder = folderOf(path).split('/').at(-1) ?? ''
  return engines.get(folder.toLowerCase())
}

function foreign(engine: string, evidence: string): UserError {
  return new UserError(
    `These migrations are for ${engine} (${evidence}): migration-lint reads PostgreSQL, MySQL, MariaDB and SQLite only; name another folder, or give --dialect.`,
  )
}

import type { MigrationFile, ProjectFiles } from '../layouts/layout.ts'
import { folderOf } from '../layouts/path-names.ts'
import type { PlaceholderStyle } from '../lexer/placeholders.ts'
import type { DialectName } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { bestReaders, readsAll } from './dialect-by-grammar.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { dialectFromFolderName } from './dialect-from-folder-name.ts'
import {
  composeDialect,
  dependencyDialect,
  environmentExampleDialect,
  toolConfigDialect,
  workerDialect,
} from './dialect-from-project.ts'
import { dialectFromSql, mariadbSign, type SqlEvidence } from './dialect-from-sql.ts'
import { refuseForeignFolders, refuseForeignSql } from './foreign-engine.ts'

/** For SQL that any engine would take, in a project that names none. */
const assumed: DialectEvidence = {
  name: 'postgres',
  evidence: 'assumed: neither the project nor the SQL says which; give --dialect',
}

/**
 * The engine of these migration files. What a migration tool is configured with comes first, then what only one
 * engine can read, then what the project depends on, then whose grammar reads the most.
 */
export async function detectDialect(
  migrations: readonly Pick<MigrationFile, 'up' | 'engines'>[],
  files: ProjectFiles,
  fromLayout?: DialectEvidence,
  loaded?: () => Promise<DialectEvidence | undefined>,
  placeholders: readonly PlaceholderStyle[] = [],
): Promise<DialectEvidence> {
  const migrationFiles = migrations.map(({ up }) => up.file)
  const folder = folderOf(migrationFiles[0] ?? '.')
  refuseForeignFolders(migrationFiles)
  const configured =
    dialectFromFolderName(migrationFiles) ??
    fromLayout ??
    (await toolConfigDialect(folder, files)) ??
    (await loaded?.())
  const named = namedEngines(migrations)
  const given = configured ?? onlyOne(named)
  if (given !== undefined) return orMariadb(given, filesFor(given.name, migrations), files)
  await refuseForeignSql(migrationFiles, files)
  const sql = named.length > 1 ? undefined : await readableDialect(migrationFiles, files, placeholders)
  const found =
    (sql?.certain === true ? sql : undefined) ??
    (await dependencyDialect(folder, files)) ??
    (await composeDialect(folder, files)) ??
    (await environmentExampleDialect(folder, files)) ??
    (await workerDialect(files)) ??
    sql
  if (found !== undefined)
    return orMariadb({ name: found.name, evidence: found.evidence }, filesFor(found.name, migrations), files)
  if (named.length > 1)
    throw new UserError(
      `These migrations are for several engines (${named.join(', ')}), and nothing in the project says which is used: give --dialect.`,
    )
  return assumed
}

/** The engines that some migration is for alone; drivers do not tell MariaDB from MySQL. */
function namedEngines(migrations: readonly Pick<MigrationFile, 'engines'>[]): readonly DialectName[] {
  const alone = migrations.flatMap(({ engines = [] }) => {
    const [only, ...others] = new Set(engines.map(name => (name === 'mariadb' ? 'mysql' : name)))
    return only === undefined || others.length > 0 ? [] : [only]
  })
  return [...new Set(alone)].toSorted()
}

function onlyOne([name, ...others]: readonly DialectName[]): DialectEvidence | undefined {
  return name === undefined || others.length > 0
    ? undefined
    : { name, evidence: 'there are migrations for it alone, and for no other' }
}

function filesFor(
  name: DialectName,
  migrations: readonly Pick<MigrationFile, 'up' | 'engines'>[],
): readonly string[] {
  return migrations.filter(({ engines }) => engines?.includes(name) ?? true).map(({ up }) => up.file)
}

/** The engine that the words of the SQL speak for, of those that can read it. */
async function readableDialect(
  migrationFiles: readonly string[],
  files: ProjectFiles,
  placeholders: readonly PlaceholderStyle[],
): Promise<SqlEvidence | undefined> {
  const sql = await dialectFromSql(migrationFiles, files)
  if (sql?.certain === true && (await readsAll(migrationFiles, files, sql.name, placeholders))) return sql
  const readers = await bestReaders(migrationFiles, files, placeholders)
  const [only, ...others] = readers
  if (only !== undefined && others.length === 0) return { ...only, certain: sql?.certain === true }
  const names = readers.map(({ name }) => name)
  return sql === undefined || names.length === 0 || names.includes(sql.name)
    ? sql
    : dialectFromSql(migrationFiles, files, new Set(names))
}

/** Drivers do not tell MariaDB from MySQL. Its image does, and SQL that MySQL refuses; a habit is not enough. */
async function orMariadb(
  found: DialectEvidence,
  migrationFiles: readonly string[],
  files: ProjectFiles,
): Promise<DialectEvidence> {
  if (found.name !== 'mysql') return found
  const server = await composeDialect(folderOf(migrationFiles[0] ?? '.'), files)
  if (server?.name === 'mysql') return found
  const sign = server?.name === 'mariadb' ? server.evidence : await mariadbSign(migrationFiles, files)
  return sign === undefined
    ? { ...found, mayBeSibling: true }
    : { name: 'mariadb', evidence: `${sign}, and ${found.evidence}` }
}

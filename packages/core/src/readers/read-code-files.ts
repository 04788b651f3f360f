import { resolve } from 'node:path'
import type { MigrationFile } from '../layouts/layout.ts'
import type { Migration } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { readDbMigrations } from './db-migrate/read-db-migrations.ts'
import type { CodeFile, CodeResult } from './knex/code-file.ts'
import { readKnexMigrations } from './knex/read-knex-migrations.ts'
import { readKnexMigratorMigrations } from './knex/read-knex-migrator.ts'
import { projectSettings } from './node-pg-migrate/project-settings.ts'
import { readNodePgMigrations } from './node-pg-migrate/read-node-pg-migrations.ts'
import type { ReadRequest } from './read-request.ts'

export type Scripts = Pick<Migration, 'up' | 'down' | 'declaredIrreversible'>

/** An error: the file could not be opened. */
export type CodeScripts = ReadonlyMap<MigrationFile, Scripts | UserError>

interface ReadCode {
  readonly scripts: CodeScripts
  readonly detected: readonly string[]
}

interface OpenFile extends CodeFile {
  readonly migration: MigrationFile
}

/** Migrations that have to be run to be read, each tool's by its own reader. */
export async function readCodeFiles(request: ReadRequest): Promise<ReadCode> {
  const scripts = new Map<MigrationFile, Scripts | UserError>()
  const setup = { ...request.knex, dialect: request.dialect, root: request.root }
  const take = (files: readonly OpenFile[], results: readonly CodeResult[]): void => {
    for (const [index, result] of results.entries()) {
      const migration = files[index]?.migration
      if (migration !== undefined) scripts.set(migration, result)
    }
  }
  const knexFiles = await open('knex', request, scripts)
  take(knexFiles, await readKnexMigrations(knexFiles, setup))
  const migratorFiles = await open('knex-migrator', request, scripts)
  take(migratorFiles, await readKnexMigratorMigrations(migratorFiles, setup))
  const dbMigrateFiles = await open('db-migrate', request, scripts)
  take(dbMigrateFiles, await readDbMigrations(dbMigrateFiles, setup))
  const pgFiles = await open('node-pg-migrate', request, scripts)
  if (pgFiles.length === 0) return { scripts, detected: [] }
  const project = await projectSettings(request.projectFiles)
  const { results, detected } = await readNodePgMigrations(pgFiles, { ...setup, project })
  take(pgFiles, results)
  return { scripts, detected }
}

async function open(
  format: MigrationFile['format'],
  { migrations, projectFiles, root }: ReadRequest,
  scripts: Map<MigrationFile, Scripts | UserError>,
): Promise<readonly OpenFile[]> {
  const files: OpenFile[] = []
  for (const { file: migration, pending } of migrations) {
    const { file, name, isSourced } = migration
    if (migration.format !== format) continue
    try {
      const source = await projectFiles.read(file)
      const given = isSourced === true ? { sourceName: name } : {}
      files.push({ migration, file, path: resolve(root, file), source, pending, ...given })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      scripts.set(migration, error)
    }
  }
  return files
}

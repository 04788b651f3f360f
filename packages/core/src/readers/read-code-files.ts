import { resolve } from 'node:path'
import type { MigrationFile } from '../layouts/layout.ts'
import type { Migration } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { readKnexMigrations } from './knex/read-knex-migrations.ts'
import { readKnexMigratorMigrations } from './knex/read-knex-migrator.ts'
import type { CodeFile } from './knex/run-files.ts'
import { projectSettings } from './node-pg-migrate/project-settings.ts'
import { readNodePgMigrations } from './node-pg-migrate/read-node-pg-migrations.ts'
import type { ReadRequest } from './read-migrations.ts'

export type Scripts = Pick<Migration, 'up' | 'down' | 'declaredIrreversible'>

/** By the file; an error: it could not be opened. */
export type CodeScripts = ReadonlyMap<string, Scripts | UserError>

interface ReadCode {
  readonly scripts: CodeScripts
  readonly detected: readonly string[]
}

/** Migrations that have to be run to be read, each tool's by its own reader. */
export async function readCodeFiles(request: ReadRequest): Promise<ReadCode> {
  const scripts = new Map<string, Scripts | UserError>()
  const setup = { ...request.knex, dialect: request.dialect, root: request.root }
  const knexFiles = await open('knex', request, scripts)
  for (const result of await readKnexMigrations(knexFiles, setup)) scripts.set(result.file, result)
  const migratorFiles = await open('knex-migrator', request, scripts)
  for (const result of await readKnexMigratorMigrations(migratorFiles, setup))
    scripts.set(result.file, result)
  const pgFiles = await open('node-pg-migrate', request, scripts)
  if (pgFiles.length > 0) {
    const project = await projectSettings(request.projectFiles)
    const { results, detected } = await readNodePgMigrations(pgFiles, { ...setup, project })
    for (const result of results) scripts.set(result.file, result)
    return { scripts, detected }
  }
  return { scripts, detected: [] }
}

async function open(
  format: MigrationFile['format'],
  { migrations, projectFiles, root }: ReadRequest,
  scripts: Map<string, Scripts | UserError>,
): Promise<readonly CodeFile[]> {
  const files: CodeFile[] = []
  for (const { file, pending } of migrations) {
    if (file.format !== format) continue
    try {
      const source = await projectFiles.read(file.file)
      files.push({ file: file.file, path: resolve(root, file.file), source, pending })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      scripts.set(file.file, error)
    }
  }
  return files
}

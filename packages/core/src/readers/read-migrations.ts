import { resolve } from 'node:path'
import type { Dialect } from '../dialects/dialect.ts'
import type { MigrationFile, ProjectFiles, ScriptSource } from '../layouts/layout.ts'
import type { Migration, Script } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { type KnexFile, type KnexSetup, readKnexMigrations } from './knex/read-knex-migrations.ts'
import { readSqlScript } from './sql/read-sql-script.ts'
import { unsupportedScript } from './unsupported-script.ts'

/** A migration of which it is known whether it still has to run. */
export interface SelectedMigration {
  readonly file: MigrationFile
  readonly pending: boolean
}

export interface ReadRequest {
  readonly migrations: readonly SelectedMigration[]
  readonly projectFiles: ProjectFiles
  readonly layout: string
  readonly dialect: Dialect
  /** The working directory, absolute: paths are relative to it. */
  readonly root: string
  /** What Knex migrations are run with. */
  readonly knex: Pick<KnexSetup, 'client' | 'knexfile' | 'disableTransactions' | 'timeout' | 'session'>
}

export interface ReadMigrations {
  /** In the given order. */
  readonly migrations: readonly Migration[]
  /** Files that could not be opened or are no text. The others are read all the same. */
  readonly notChecked: readonly NotRead[]
}

/** Reads every migration, each by the reader of its format. */
export async function readMigrations(request: ReadRequest): Promise<ReadMigrations> {
  await request.dialect.load()
  const knexScripts = await readKnexFiles(request)
  const migrations: Migration[] = []
  const notChecked: NotRead[] = []
  for (let first = 0; first < request.migrations.length; first += openAtOnce) {
    const some = request.migrations.slice(first, first + openAtOnce)
    for (const read of await Promise.all(some.map(one => readOrTell(one, request, knexScripts)))) {
      if ('reason' in read) notChecked.push(read)
      else migrations.push(read)
    }
  }
  return { migrations, notChecked }
}

/** Waiting for the disk costs more than reading: 1000 files one by one take three times as long. */
const openAtOnce = 32

interface NotRead {
  readonly file: string
  readonly reason: string
}

async function readOrTell(
  selected: SelectedMigration,
  request: ReadRequest,
  knexScripts: ReadonlyMap<string, Scripts | UserError>,
): Promise<Migration | NotRead> {
  try {
    return await readMigration(selected, request, knexScripts)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { file: selected.file.file, reason: error.message }
  }
}

interface Scripts {
  readonly up: Script
  readonly down?: Script
}

async function readMigration(
  { file, pending }: SelectedMigration,
  request: ReadRequest,
  knexScripts: ReadonlyMap<string, Scripts | UserError>,
): Promise<Migration> {
  const { name, downExpected, declaredIrreversible } = file
  const { up, down } = await scriptsOf(file, request, knexScripts)
  return {
    name,
    file: file.file,
    layout: request.layout,
    dialect: request.dialect.name,
    pending,
    up,
    downExpected,
    ...(down === undefined ? {} : { down }),
    ...(declaredIrreversible === undefined ? {} : { declaredIrreversible }),
  }
}

async function scriptsOf(
  file: MigrationFile,
  { projectFiles, dialect }: ReadRequest,
  knexScripts: ReadonlyMap<string, Scripts | UserError>,
): Promise<Scripts> {
  switch (file.format) {
    case 'sql': {
      const read = async (source: ScriptSource): Promise<Script> =>
        readSqlScript(source, await projectFiles.read(source.file), dialect)
      return { up: await read(file.up), ...(file.down === undefined ? {} : { down: await read(file.down) }) }
    }
    case 'knex': {
      const scripts = knexScripts.get(file.file)
      if (scripts instanceof UserError) throw scripts
      if (scripts === undefined) throw new UserError(`${file.file} was not read.`)
      return scripts
    }
    case 'unsupported':
      return { up: unsupportedScript(file, await projectFiles.read(file.up.file)) }
    default:
      return file.format satisfies never
  }
}

async function readKnexFiles(request: ReadRequest): Promise<ReadonlyMap<string, Scripts | UserError>> {
  const { migrations, projectFiles, dialect, root, knex } = request
  const scripts = new Map<string, Scripts | UserError>()
  const files: KnexFile[] = []
  for (const { file, pending } of migrations) {
    if (file.format !== 'knex') continue
    try {
      const source = await projectFiles.read(file.file)
      files.push({ file: file.file, path: resolve(root, file.file), source, pending })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      scripts.set(file.file, error)
    }
  }
  if (files.length === 0) return scripts
  for (const { file, up, down } of await readKnexMigrations(files, { ...knex, dialect, root })) {
    scripts.set(file, { up, ...(down === undefined ? {} : { down }) })
  }
  return scripts
}

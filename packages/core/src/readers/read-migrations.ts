import type { Dialect } from '../dialects/dialect.ts'
import type { MigrationFile, ProjectFiles, ScriptSource } from '../layouts/layout.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import type { PlaceholderStyle } from '../lexer/placeholders.ts'
import type { CodeFile, Migration, Script } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { readLiquibase } from './liquibase/read-liquibase.ts'
import { orderByNeed } from './order-by-need.ts'
import { type CodeScripts, readCodeFiles, type Scripts } from './read-code-files.ts'
import type { ReadRequest, SelectedMigration } from './read-request.ts'
import { followFiles } from './sql/follow-files.ts'
import { markerNotes } from './sql/marker-notes.ts'
import { readSqlScript } from './sql/read-sql-script.ts'
import { runEarlierCode } from './sql/run-earlier-code.ts'
import { unsupportedScript } from './unsupported-script.ts'

export interface ReadMigrations {
  /** In the given order, where it is known. */
  readonly migrations: readonly Migration[]
  /** Files that could not be opened or are no text. The others are read all the same. */
  readonly notChecked: readonly NotRead[]
  /** What they were read with, where that is not what one would expect. */
  readonly detected: readonly string[]
}

/** Reads every migration, each by the reader of its format. */
export async function readMigrations(given: ReadRequest): Promise<ReadMigrations> {
  const request = { ...given, projectFiles: readOnce(given.projectFiles) }
  const { dialect } = request
  const code = await readCodeFiles(request)
  await (dialect.loadFirst ?? dialect.load)()
  const migrations: Migration[] = []
  const notChecked: NotRead[] = []
  for (const selected of request.migrations) {
    const read = await readOrTell(selected, request, code.scripts)
    if ('reason' in read) notChecked.push(read)
    else migrations.push(read)
  }
  const ordered = request.isOrderUnknown === true ? orderByNeed(migrations, dialect.semantics) : migrations
  const before: Script[] = []
  for (const source of request.ranBefore ?? []) {
    const text = await textIfReadable(request.projectFiles, source.file)
    if (text !== undefined) before.push(await readSqlFile(source, text, dialect, request.placeholders))
  }
  return { migrations: runEarlierCode(ordered, dialect, before), notChecked, detected: code.detected }
}

/** A file of many changesets is held once, not once for each of them. */
function readOnce(files: ProjectFiles): ProjectFiles {
  const texts = new Map<string, Promise<string>>()
  return {
    list: (folder, depth) => files.list(folder, depth),
    exists: path => files.exists(path),
    read(path) {
      const text = texts.get(path) ?? files.read(path)
      texts.set(path, text)
      return text
    },
  }
}

interface NotRead {
  readonly file: string
  readonly reason: string
}

async function readOrTell(
  selected: SelectedMigration,
  request: ReadRequest,
  code: CodeScripts,
): Promise<Migration | NotRead> {
  try {
    return await readMigration(selected, request, code)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { file: selected.file.file, reason: error.message }
  }
}

async function readMigration(
  { file, pending, isContext }: SelectedMigration,
  request: ReadRequest,
  code: CodeScripts,
): Promise<Migration> {
  const { name, format } = file
  // Whether there is a way back is in what was not read.
  const downExpected = file.downExpected && format !== 'unsupported'
  const { up, down, declaredIrreversible = file.declaredIrreversible } = await scriptsOf(file, request, code)
  return {
    name,
    file: file.file,
    layout: request.layout,
    dialect: request.dialect.name,
    pending,
    ...(isContext && { isContext }),
    up,
    downExpected,
    ...(file.withoutDown === undefined ? {} : { withoutDown: file.withoutDown }),
    ...(pending && (await codeBeside(file, request.projectFiles))),
    ...(file.partOf === undefined ? {} : { partOf: file.partOf }),
    ...(down === undefined ? {} : { down }),
    ...(declaredIrreversible === undefined ? {} : { declaredIrreversible }),
  }
}

async function codeBeside(
  { codeBefore, codeBehind }: MigrationFile,
  files: ProjectFiles,
): Promise<Pick<Migration, 'codeBefore' | 'codeBehind'>> {
  const read = (paths: readonly string[]): Promise<readonly CodeFile[]> =>
    Promise.all(paths.map(async file => readCodeFile(file, (await textIfReadable(files, file)) ?? '')))
  return {
    ...(codeBefore && { codeBefore: await read(codeBefore) }),
    ...(codeBehind && { codeBehind: await read(codeBehind) }),
  }
}

function readCodeFile(file: string, source: string): CodeFile {
  const phase = phaseOf(source)
  return { file, source, ...(phase !== undefined && { phase }) }
}

/** Of the comments before its first statement. */
function phaseOf(source: string): string | undefined {
  const head = /^(?:\s*(?:<\?php\b|(?:\/\/|#|--)[^\n]*))*/.exec(source)?.[0] ?? ''
  return /^\s*(?:\/\/|#|--)\s*@phase\s+(\w+)/m.exec(head)?.[1]
}

async function scriptsOf(
  file: MigrationFile,
  { projectFiles, layout, dialect, placeholders, migrations }: ReadRequest,
  code: CodeScripts,
): Promise<Scripts> {
  switch (file.format) {
    case 'sql': {
      const read = async (source: ScriptSource): Promise<Script> =>
        followFiles(
          await readSqlFile(source, await projectFiles.read(source.file), dialect, placeholders),
          projectFiles,
          (inner, text) => readSqlFile({ file: inner, transaction: 'none' }, text, dialect, placeholders),
          path => migrations.some(({ file: other }) => other.up.file === path),
        )
      const up = await read(file.up)
      const notes = [...up.notes, ...markerNotes(layout, file, up)]
      return { up: { ...up, notes }, ...(file.down === undefined ? {} : { down: await read(file.down) }) }
    }
    case 'knex':
    case 'knex-migrator':
    case 'node-pg-migrate':
    case 'db-migrate': {
      const scripts = code.get(file)
      if (scripts instanceof UserError) throw scripts
      if (scripts === undefined) throw new UserError(`${file.file} was not read.`)
      return scripts
    }
    case 'liquibase':
      if (file.written === undefined) throw new UserError(`${file.file} was not read.`)
      return readLiquibase(file, file.written, {
        projectFiles,
        dialect,
        ...(placeholders && { placeholders }),
      })
    case 'unsupported':
      return { up: unsupportedScript(file, await projectFiles.read(file.up.file)) }
    default:
      return file.format satisfies never
  }
}

/** What the first of a dialect's grammars refuses is rare, and the others are only loaded for it. */
async function readSqlFile(
  source: ScriptSource,
  text: string,
  dialect: Dialect,
  placeholders: readonly PlaceholderStyle[] = [],
): Promise<Script> {
  const script = readSqlScript(source, text, dialect, placeholders)
  if (dialect.missesRest?.() !== true) return script
  await dialect.load()
  return readSqlScript(source, text, dialect, placeholders)
}

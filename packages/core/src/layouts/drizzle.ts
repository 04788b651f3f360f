import { compareCodeUnits } from './compare-names.ts'
import type { Arranged, Layout, LayoutProblem, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, inFolder, isSql, stemOf, withFoldersAbove } from './path-names.ts'
import { jsonIfReadable, textIfReadable } from './read-text.ts'
import { ignoresEdits, neverRunsOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'

const configName = /^drizzle\.config\.(?:[cm]?[jt]s|json)$/
const journalName = '_journal.json'

/**
 * Drizzle Kit: up to 0.45 a journal gives the order; 1.0 has a folder for each migration instead. It has no
 * down, so none is expected. The history table stores a hash and the journal's `when`; the tag is the name here.
 */
export const drizzle: Layout = {
  name: 'drizzle',
  title: 'Drizzle Kit',
  async detect(files) {
    const all = await files.list('.')
    const journals = all.filter(isJournal)
    const config = all.find(path => configName.test(baseName(path)))
    if (journals.length === 0 && config === undefined) return []
    const folders = journals.length > 0 ? journals.map(outFolder) : snapshotFolders(all)
    return folders.map((folder, index) => ({
      paths: [folder],
      evidence: (folders.length === 1 ? config : undefined) ?? journals[index] ?? folder,
    }))
  },
  async recognise(paths) {
    const journals = paths.filter(isJournal)
    const inJournal = journals.map(outFolder)
    const scripts = paths.filter(isSql)
    const journaled = scripts.filter(path => inJournal.includes(folderOf(path))).length
    const all = new Set(paths)
    const inFolders = scripts.filter(path => all.has(inFolder(folderOf(path), 'snapshot.json'))).length
    return share(Math.max(journaled, inFolders), scripts.length, 95)
  },
  async arrange(paths, files) {
    const journals = paths.filter(isJournal)
    const session = await sessionOf(paths[0] ?? '.', files)
    if (journals.length === 0)
      return { migrations: inSession(folderMigrations(paths), session), problems: [] }
    const arranged = await Promise.all(journals.map(journal => fromJournal(journal, paths, files)))
    return {
      migrations: inSession(
        arranged.flatMap(({ migrations }) => migrations),
        session,
      ),
      problems: arranged.flatMap(({ problems }) => problems),
    }
  },
  outOfOrder: neverRunsOutOfOrder(
    'Drizzle up to 0.45',
    "it runs only entries whose `when` is later than the last applied one's (1.0 goes by name and runs it late)",
  ),
  editedApplied: ignoresEdits('Drizzle'),
}

/** With libSQL, Drizzle's migrator hands all statements to the client's migrate(), which switches foreign keys off before
 * its transaction (drizzle-orm 0.45.4, libsql/migrator.js; @libsql/client 0.18.0, sqlite3.js and hrana.js). */
async function sessionOf(
  path: string,
  files: ProjectFiles,
): Promise<Readonly<Record<string, string>> | undefined> {
  const configs = await nearestConfigs(path, files)
  const texts = await Promise.all(configs.map(path => textIfReadable(files, path)))
  return texts.length > 0 && texts.every(text => text !== undefined && isForTurso.test(text))
    ? { foreign_keys: '0' }
    : undefined
}

/** A package of a monorepo has its own, beside or above its migrations. */
async function nearestConfigs(path: string, files: ProjectFiles): Promise<readonly string[]> {
  for (const folder of withFoldersAbove(folderOf(path))) {
    const configs = (await files.list(folder, 1)).filter(each => configName.test(baseName(each)))
    if (configs.length > 0) return configs
  }
  return []
}

const isForTurso = /\bdialect["']?\s*:\s*["'`]turso["'`]/

function inSession(
  migrations: readonly MigrationFile[],
  session: Readonly<Record<string, string>> | undefined,
): readonly MigrationFile[] {
  if (session === undefined) return migrations
  return migrations.map(migration => ({ ...migration, up: { ...migration.up, session } }))
}

interface JournalEntry {
  readonly tag: string
  readonly when: number
}

async function fromJournal(
  journal: string,
  paths: readonly string[],
  files: ProjectFiles,
): Promise<Arranged> {
  const entries = entriesOf(await jsonIfReadable(files, journal))
  if (entries === undefined) return { migrations: [], problems: [brokenJournal(journal)] }
  const folder = outFolder(journal)
  const known = new Set(paths)
  const migrations: MigrationFile[] = []
  const problems: LayoutProblem[] = []
  for (const { tag, when } of entries) {
    const file = inFolder(folder, `${tag}.sql`)
    if (known.has(file)) migrations.push({ ...toMigration(tag, file), sequence: when })
    else problems.push(missingFile(journal, file))
  }
  const listed = new Set(migrations.map(migration => migration.file))
  const stray = paths.filter(path => isSql(path) && folderOf(path) === folder && !listed.has(path))
  return { migrations, problems: [...problems, ...stray.map(path => notInJournal(path, journal))] }
}

function entriesOf(journal: unknown): readonly JournalEntry[] | undefined {
  if (typeof journal !== 'object' || journal === null || !('entries' in journal)) return undefined
  if (!Array.isArray(journal.entries)) return undefined
  const entries: readonly unknown[] = journal.entries
  return entries.flatMap((entry): JournalEntry[] => {
    if (typeof entry !== 'object' || entry === null || !('tag' in entry) || !('when' in entry)) return []
    const { tag, when } = entry
    return typeof tag === 'string' && typeof when === 'number' ? [{ tag, when }] : []
  })
}

function folderMigrations(paths: readonly string[]): readonly MigrationFile[] {
  return paths
    .filter(path => baseName(path) === 'migration.sql')
    .toSorted(
      (first, second) =>
        compareCodeUnits(baseName(folderOf(first)), baseName(folderOf(second))) ||
        compareCodeUnits(first, second),
    )
    .map(path => toMigration(baseName(folderOf(path)), path))
}

function toMigration(name: string, file: string): MigrationFile {
  return { name, file, format: 'sql', up: { file, transaction: 'batch' }, downExpected: false }
}

function isJournal(path: string): boolean {
  return baseName(path) === journalName && baseName(folderOf(path)) === 'meta'
}

function outFolder(journal: string): string {
  return folderOf(folderOf(journal))
}

function snapshotFolders(paths: readonly string[]): readonly string[] {
  const all = new Set(paths)
  const folders = paths
    .filter(path => baseName(path) === 'snapshot.json')
    .map(folderOf)
    .filter(folder => all.has(inFolder(folder, 'migration.sql')))
  return [...new Set(folders.map(folderOf))]
}

function brokenJournal(journal: string): LayoutProblem {
  return {
    ruleId: 'unknown-statement',
    file: journal,
    message: `${journal} is not a Drizzle journal: it has no list of entries.`,
  }
}

function missingFile(journal: string, file: string): LayoutProblem {
  return {
    ruleId: 'missing-applied-file',
    file: journal,
    message: `The journal names ${stemOf(file)}, but ${file} is not there: Drizzle stops with "No file found".`,
  }
}

function notInJournal(file: string, journal: string): LayoutProblem {
  return {
    ruleId: 'out-of-order',
    file,
    message: `${baseName(file)} is not in ${journal}: Drizzle never runs it and says nothing.`,
    instead: 'Delete the file, or let "drizzle-kit generate --custom" make a migration for its statements.',
  }
}

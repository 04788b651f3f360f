import { compareNaturally } from './compare-names.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, refusesOutOfOrder } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

const committedName = /^\d+(?:-[-_a-zA-Z0-9]*)?\.sql$/
/** header.ts: the first line under the headers (`--! Previous: …`). */
const outsideTransaction = /^\uFEFF?(?:--! [A-Z].*\n)*\s*--!\s*no-transaction\b/
const configNames = ['.gmrc', '.gmrc.js', '.gmrc.cjs']

/** Graphile Migrate 1.4. It has no down, so none is expected. */
export const graphileMigrate: Layout = {
  name: 'graphile-migrate',
  title: 'Graphile Migrate',
  async detect(files) {
    const all = await files.list('.')
    const folders = [...new Set(all.filter(isCommitted).map(path => folderOf(folderOf(path))))]
    const there = await Promise.all(configNames.map(name => files.exists(name)))
    const config = configNames.find((_, index) => there[index])
    if (config === undefined) return []
    const dialect = { name: 'postgres' as const, evidence: 'Graphile Migrate runs PostgreSQL' }
    return folders.map(folder => ({ paths: [folder], evidence: config, dialect }))
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(
      paths.filter(path => committedName.test(baseName(path))),
      files,
    )
    return share(texts.filter(({ text }) => /^--! (?:Previous|Hash):/m.test(text)).length, texts.length, 90)
  },
  async arrange(paths, files) {
    const committed = committedFiles(paths).toSorted((first, second) =>
      compareNaturally(baseName(first), baseName(second)),
    )
    const current = paths.filter(isCurrent).toSorted(compareNaturally)
    return {
      migrations: await Promise.all([...committed, ...current].map(path => toMigration(path, files))),
      problems: [],
    }
  },
  outOfOrder: refusesOutOfOrder(
    'Graphile Migrate',
    "the file's `--! Previous:` hash does not match the last applied one",
  ),
  editedApplied: refusesEdits('Graphile Migrate', 'the hash in the file and in its history no longer match'),
}

/** Next to `committed` there may be SQL for the configured actions; `committed` may be the working directory. */
function committedFiles(paths: readonly string[]): readonly string[] {
  const committed = paths.filter(isCommitted)
  return committed.length > 0
    ? committed
    : topmostFiles(paths.filter(path => committedName.test(baseName(path)) && !isCurrent(path)))
}

function isCommitted(path: string): boolean {
  return baseName(folderOf(path)) === 'committed' && committedName.test(baseName(path))
}

/** What is being worked on: `current.sql`, or the files of `current/`. */
function isCurrent(path: string): boolean {
  return isSql(path) && (baseName(path) === 'current.sql' || baseName(folderOf(path)) === 'current')
}

/** The history stores a committed file without its message: `000002-users.sql` is `000002.sql` (migration.ts). */
async function toMigration(file: string, files: ProjectFiles): Promise<MigrationFile> {
  const text = (await textIfReadable(files, file)) ?? ''
  const transaction = outsideTransaction.test(text) ? 'none' : 'script'
  return {
    name: isCurrent(file) ? baseName(file) : baseName(file).replace(/-.*$/, '.sql'),
    file,
    format: 'sql',
    up: { file, transaction },
    downExpected: false,
    ...(isCurrent(file) && { repeatable: true as const }),
  }
}

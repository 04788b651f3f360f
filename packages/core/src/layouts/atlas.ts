import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, refusesOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

const sumFile = 'atlas.sum'
const pairName = /\.(?:up|down)\.sql$/
const outsideTransaction = /^--\s*atlas:txmode\s+none\b/m
const checkpoint = /^--\s*atlas:checkpoint\b/m

/**
 * Atlas in its own format. It computes a down from the schema when asked, so no file is expected. A directory of
 * `.up.sql`/`.down.sql` pairs with an atlas.sum belongs to another runner and is not taken.
 */
export const atlas: Layout = {
  name: 'atlas',
  title: 'Atlas',
  async detect(files) {
    const all = await files.list('.')
    return all
      .filter(path => baseName(path) === sumFile)
      .filter(sum => {
        const own = all.filter(path => folderOf(path) === folderOf(sum))
        return own.some(isMigration) && !own.some(path => pairName.test(path))
      })
      .map(sum => ({ paths: [folderOf(sum)], evidence: sum }))
  },
  async recognise(paths) {
    if (!paths.some(path => baseName(path) === sumFile) || paths.some(path => pairName.test(path))) return 0
    return share(paths.filter(isMigration).length, paths.length, 75)
  },
  async arrange(paths, files) {
    const ordered = topmostFiles(paths.filter(isMigration)).toSorted((first, second) =>
      compareNaturally(baseName(first), baseName(second)),
    )
    const all = await Promise.all(ordered.map(path => toMigration(path, files)))
    const migrations = all
      .filter((file, index) => index === 0 || !file.isCheckpoint)
      .map(file => file.migration)
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'Atlas records a version once.',
      ),
    }
  },
  outOfOrder: refusesOutOfOrder('Atlas', 'the file is out of order, unless --exec-order says otherwise'),
  editedApplied: refusesEdits('Atlas', 'the checksum in atlas.sum differs'),
}

function isMigration(path: string): boolean {
  return isSql(path) && /^\d/.test(baseName(path))
}

/** A checkpoint stands for all that comes before it, so only a leading one is run. */
async function toMigration(
  file: string,
  files: ProjectFiles,
): Promise<{ readonly migration: MigrationFile; readonly isCheckpoint: boolean }> {
  const text = (await textIfReadable(files, file)) ?? ''
  return {
    migration: {
      name: baseName(file).split(/[_.]/)[0] ?? baseName(file),
      file,
      format: 'sql',
      up: { file, transaction: outsideTransaction.test(text) ? 'none' : 'script' },
      downExpected: false,
    },
    isCheckpoint: checkpoint.test(text),
  }
}

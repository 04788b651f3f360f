import { duplicateVersions } from './duplicate-versions.ts'
import { compareNumbersThenPaths, filesByMarkers, numberOrPath } from './files-by-markers.ts'
import type { Layout, MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, isSql } from './path-names.ts'
import { ignoresEdits, refusesOutOfOrder } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** goose 3.27, internal/sqlparser: an annotation is a comment line that starts in the first column. */
const annotation = /^--\s*\+goose\s+(up|down|no\s+transaction)\s*$/i

export const goose: Layout = {
  name: 'goose',
  title: 'goose',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts((await migrationsAmong(paths, files)).filter(isSql), files)
    return share(texts.filter(({ text }) => sectionsOf(text) !== undefined).length, texts.length, 90)
  },
  async arrange(paths, files) {
    const ordered = topmostFiles(await migrationsAmong(paths, files)).toSorted(compareNumbersThenPaths)
    const migrations = await Promise.all(
      ordered.map(path =>
        isSql(path) ? oneFileMigration(path, versionOf(path), files, sectionsOf) : inGo(path),
      ),
    )
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'goose stops with an error.',
      ),
    }
  },
  outOfOrder: refusesOutOfOrder(
    'goose',
    '"detected missing (out-of-order) migrations", unless -allow-missing is given',
  ),
  editedApplied: ignoresEdits('goose'),
}

/** `goose_db_version.version_id` is a number: `00005_x.sql` is version 5. */
function versionOf(path: string): string {
  return numberOrPath(path).replace(/^0+(?=\d)/, '')
}

/** goose 3.27, collect.go: SQL and Go with a number in front, tests left out. */
function isMigration(path: string): boolean {
  return /^\d+_.*(?<!_test)\.(?:sql|go)$/.test(baseName(path))
}

async function migrationsAmong(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  return filesByMarkers(paths, files, isMigration, text => sectionsOf(text) !== undefined)
}

function inGo(file: string): MigrationFile {
  const source: ScriptSource = { file, transaction: 'script' }
  return {
    name: versionOf(file),
    file,
    format: 'unsupported',
    unsupported: 'goose (Go)',
    up: source,
    down: source,
    downExpected: true,
  }
}

function sectionsOf(text: string): MarkedSections | undefined {
  const lines = markedLines(text, line => annotation.exec(line)?.[1]?.toLowerCase())
  const up = lines.find(line => line.marker === 'up')
  const down = lines.find(line => line.marker === 'down')
  if (up === undefined && down === undefined) return undefined
  const transaction = lines.some(line => line.marker.startsWith('no')) ? 'none' : 'script'
  return {
    up:
      up === undefined
        ? []
        : [[up.end, down !== undefined && down.start > up.start ? down.start : text.length]],
    ...(down && { down: [[down.end, text.length]] }),
    upTransaction: transaction,
    downTransaction: transaction,
  }
}

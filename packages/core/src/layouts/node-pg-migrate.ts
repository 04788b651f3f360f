import { codeMigrationTool, isCode } from './code-migration-tool.ts'
import { compareNaturally } from './compare-names.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { type MarkedLine, markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, isSql, leadingDigits, stemOf } from './path-names.ts'
import { ignoresEdits, refusesOutOfOrder } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** node-pg-migrate 9, sqlMigration.ts; all pending files run in one transaction (`--single-transaction`). */
const marker = /^\s*--[\s-]*(up|down)\s+migration/i

export const nodePgMigrate: Layout = {
  name: 'node-pg-migrate',
  title: 'node-pg-migrate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(
      paths.filter(path => isSql(path) || isCode(path)),
      files,
    )
    const own = texts.filter(({ path, text }) =>
      isSql(path) ? sectionsOf(text) !== undefined : codeMigrationTool(text) === 'node-pg-migrate',
    )
    return share(own.length, texts.length, 90)
  },
  async arrange(paths, files) {
    const ordered = topmostFiles(
      paths.filter(path => (isSql(path) || isCode(path)) && !baseName(path).startsWith('.')),
    ).toSorted(
      (first, second) =>
        compareNaturally(prefixOf(first), prefixOf(second)) ||
        compareNaturally(baseName(first), baseName(second)),
    )
    return { migrations: await Promise.all(ordered.map(path => toMigration(path, files))), problems: [] }
  },
  outOfOrder: refusesOutOfOrder(
    'node-pg-migrate',
    '"Not run migration … is preceding already run migration"',
  ),
  editedApplied: ignoresEdits('node-pg-migrate'),
}

async function toMigration(file: string, files: ProjectFiles): Promise<MigrationFile> {
  const name = stemOf(file)
  const source = { file, transaction: 'batch' as const }
  if (isSql(file)) return oneFileMigration(file, name, files, sectionsOf, 'batch')
  return {
    name,
    file,
    format: 'node-pg-migrate',
    up: source,
    down: source,
    downExpected: true,
  }
}

/** fileNameUtils.ts: 17 digits are a time in UTC, which it compares with the milliseconds of other names. */
function prefixOf(path: string): string {
  const digits = leadingDigits(baseName(path))
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits)
  if (time === null) return digits
  const [year, month, day, hours, minutes, seconds, milliseconds] = time.slice(1).map(Number)
  return String(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds, milliseconds))
}

/** Without an up marker the whole file is the up script, the part under a down marker too (sqlMigration.ts). */
function sectionsOf(text: string): MarkedSections | undefined {
  const lines = markedLines(text, line => marker.exec(line)?.[1]?.toLowerCase())
  const up = lines.find(line => line.marker === 'up')
  const down = lines.find(line => line.marker === 'down')
  if (up === undefined && down === undefined) return undefined
  return {
    up: [up === undefined ? [0, text.length] : [up.end, startAfter(up, down) ?? text.length]],
    ...(down && { down: [[down.end, startAfter(down, up) ?? text.length]] }),
    upTransaction: 'batch',
    downTransaction: 'batch',
  }
}

function startAfter(line: MarkedLine<string>, other: MarkedLine<string> | undefined): number | undefined {
  return other !== undefined && other.start >= line.end ? other.start : undefined
}

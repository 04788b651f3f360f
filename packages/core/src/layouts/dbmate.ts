import { compareCodeUnits } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import { filesByMarkers, numberedName, numberOrPath } from './files-by-markers.ts'
import type { Layout, ProjectFiles } from './layout.ts'
import { type MarkedLine, markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, isSql, leadingDigits } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import type { Section } from './section.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

interface Directive {
  readonly direction: 'up' | 'down'
  readonly transaction: 'none' | 'script'
}

/** dbmate 2.36, pkg/dbmate/migration.go: a directive starts its line, comments included in its section's text. */
const directive = /^--\s*migrate:(up|down)(?=\s|$)(.*)/

export const dbmate: Layout = {
  name: 'dbmate',
  title: 'dbmate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(await migrationsAmong(paths, files), files)
    return share(texts.filter(({ text }) => sectionsOf(text) !== undefined).length, texts.length, 90)
  },
  async arrange(paths, files) {
    const ordered = topmostFiles(await migrationsAmong(paths, files)).toSorted((first, second) =>
      compareCodeUnits(numberedName(first), numberedName(second)),
    )
    const migrations = await Promise.all(
      ordered.map(path => oneFileMigration(path, numberOrPath(path), files, sectionsOf)),
    )
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'dbmate records a version once, so it fails on one of them or skips it.',
      ),
    }
  },
  outOfOrder: runsLate('dbmate (without --strict)'),
  editedApplied: ignoresEdits('dbmate'),
}

function isMigration(path: string): boolean {
  return isSql(path) && leadingDigits(baseName(path)) !== ''
}

async function migrationsAmong(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  return filesByMarkers(paths, files, isMigration, text => sectionsOf(text) !== undefined)
}

function sectionsOf(text: string): MarkedSections | undefined {
  const lines = markedLines(text, directiveOf)
  if (lines.length === 0) return undefined
  const down = lines.filter(line => line.marker.direction === 'down')
  const up = lines.filter(line => line.marker.direction === 'up')
  const sectionsFor = (direction: Directive['direction']): readonly Section[] =>
    lines.flatMap((line, index): Section[] =>
      line.marker.direction === direction ? [[line.end, lines[index + 1]?.start ?? text.length]] : [],
    )
  return {
    up: sectionsFor('up'),
    ...(down.length > 0 && { down: sectionsFor('down') }),
    upTransaction: transactionOf(up),
    downTransaction: transactionOf(down),
  }
}

function transactionOf(lines: readonly MarkedLine<Directive>[]): 'none' | 'script' {
  return lines.some(line => line.marker.transaction === 'none') ? 'none' : 'script'
}

function directiveOf(line: string): Directive | undefined {
  const found = directive.exec(line)
  if (found === null) return undefined
  const options = (found[2] ?? '').split(/\s+/)
  return {
    direction: found[1] === 'up' ? 'up' : 'down',
    transaction: options.includes('transaction:false') ? 'none' : 'script',
  }
}

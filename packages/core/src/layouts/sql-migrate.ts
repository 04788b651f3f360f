import { compareCodeUnits, compareNaturally } from './compare-names.ts'
import { isInNumberedFolder, numberedName } from './files-by-markers.ts'
import type { Layout } from './layout.ts'
import { type MarkedLine, markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, folderOf, inFolder, isSql, leadingDigits } from './path-names.ts'
import { ignoresEdits, refusesMissingFiles, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import type { Section } from './section.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

interface Command {
  readonly direction: 'up' | 'down'
  readonly transaction: 'none' | 'script'
}

/** rubenv/sql-migrate, sqlparse.go: one space before the `+`, and the case counts (`-- +migrate down` is skipped). */
const command = /^-- \+migrate \s*(Up|Down)(?=\s|$)(.*)/

/** `gorp_migrations.id` is the file name. */
export const sqlMigrate: Layout = {
  name: 'sql-migrate',
  title: 'sql-migrate',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(paths.filter(isSql), files)
    return share(texts.filter(({ text }) => sectionsOf(text) !== undefined).length, texts.length, 90)
  },
  async arrange(paths, files) {
    const ordered = topmostFiles(paths.filter(isSql)).toSorted((first, second) =>
      compareIds(numberedName(first), numberedName(second)),
    )
    return {
      migrations: await Promise.all(
        ordered.map(path => oneFileMigration(path, idOf(path), files, sectionsOf)),
      ),
      problems: [],
    }
  },
  outOfOrder: runsLate('sql-migrate'),
  editedApplied: ignoresEdits('sql-migrate'),
  missingApplied: refusesMissingFiles('sql-migrate', '"unknown migration in database"'),
}

/** Files that have their number from their folder are told apart by it. */
function idOf(path: string): string {
  const isNumbered = leadingDigits(baseName(path)) !== '' || !isInNumberedFolder(path)
  return isNumbered ? baseName(path) : inFolder(baseName(folderOf(path)), baseName(path))
}

/** migrate.go, `Less`: the leading number counts, names without one come last. */
function compareIds(first: string, second: string): number {
  const [firstNumber, secondNumber] = [leadingDigits(first), leadingDigits(second)]
  if ((firstNumber === '') !== (secondNumber === '')) return firstNumber === '' ? 1 : -1
  return compareNumbers(firstNumber, secondNumber) || compareCodeUnits(first, second)
}

function compareNumbers(first: string, second: string): number {
  return compareNaturally(first.replace(/^0+/, ''), second.replace(/^0+/, ''))
}

function sectionsOf(text: string): MarkedSections | undefined {
  const lines = markedLines(text, commandOf)
  if (lines.length === 0) return undefined
  const sectionsFor = (direction: string): readonly Section[] =>
    lines.flatMap((line, index): Section[] =>
      line.marker.direction === direction ? [[line.end, lines[index + 1]?.start ?? text.length]] : [],
    )
  const down = sectionsFor('down')
  return {
    up: sectionsFor('up'),
    ...(down.length > 0 && { down }),
    upTransaction: transactionOf(lines, 'up'),
    downTransaction: transactionOf(lines, 'down'),
  }
}

function transactionOf(lines: readonly MarkedLine<Command>[], direction: string): 'none' | 'script' {
  return lines.some(({ marker }) => marker.direction === direction && marker.transaction === 'none')
    ? 'none'
    : 'script'
}

function commandOf(line: string): Command | undefined {
  const found = command.exec(line)
  if (found === null) return undefined
  return {
    direction: found[1] === 'Up' ? 'up' : 'down',
    transaction: (found[2] ?? '').split(/\s+/).includes('notransaction') ? 'none' : 'script',
  }
}

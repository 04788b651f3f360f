import { expect, test } from 'vitest'
import type { ReadingNote, Script } from '../../migration/migration.ts'
import { notedProblems } from './reading-notes.ts'

const at = { line: 4, column: 3, endLine: 4, endColumn: 9 }
const failed = (direction: string, line = 4): ReadingNote => ({
  kind: 'failed',
  message: `"${direction}" could not be run to its end without a database: no rows.`,
  location: { ...at, line, endLine: line },
})

test('code that both directions run fails in both: told once', () => {
  expect(said([failed('up')], [failed('down')])).toEqual([
    '"up", and so "down", could not be run to its end without a database: no rows.',
  ])
})

test('the same failure at another place is told as well', () => {
  expect(said([failed('up')], [failed('down', 9)])).toHaveLength(2)
})

test('another failure at the same place is told as well', () => {
  const other = { ...failed('down'), message: '"down" could not be run to its end: no table.' }
  expect(said([failed('up')], [other])).toHaveLength(2)
})

function said(up: readonly ReadingNote[], down: readonly ReadingNote[]): readonly string[] {
  const script = (notes: readonly ReadingNote[]): Script => ({
    file: 'a.js',
    source: '',
    statements: [],
    transaction: 'script',
    notes,
  })
  return notedProblems({ up: script(up), down: script(down) }, 'failed').map(({ message }) => message)
}

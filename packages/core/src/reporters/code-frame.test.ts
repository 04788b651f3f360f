import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Location } from '../migration/migration.ts'
import { codeFrame } from './code-frame.ts'
import { displayWidth } from './display-width.ts'

describe('carets stand under what they mean', () => {
  test.each([
    [
      'plain text',
      'DROP TABLE a; DROP TABLE b',
      14,
      26,
      'DROP TABLE a; DROP TABLE b',
      '              ^^^^^^^^^^^^',
    ],
    ['after wide characters', '-- 価格\u3000 x', 7, 8, '-- 価格\u3000 x', '          ^'],
    ['under wide characters', 'DROP TABLE 価格', 11, 13, 'DROP TABLE 価格', '           ^^^^'],
    ['an accent of its own', 'e\u0301 x', 3, 4, 'e\u0301 x', '  ^'],
    ['after an emoji of several parts', '👩‍👩‍👧 x', 9, 10, '👩‍👩‍👧 x', '   ^'],
    ['after a tab', 'a\tb', 2, 3, 'a   b', '    ^'],
    ['after an escape character', '\u001b[31mx', 5, 6, '\\x1b[31mx', '        ^'],
    ['a place without extent', 'SELECT', 0, 0, 'SELECT', '^'],
    ['at the end of the line', 'SELECT', 6, 6, 'SELECT', '      ^'],
  ])('%s', (_what, line, start, end, text, carets) => {
    expect(framed(line, at(1, start + 1, 1, end + 1), 60)).toEqual([text, carets])
  })

  test('a long line is cut around the caret', () => {
    const line = `${'a'.repeat(500)}DROP${'b'.repeat(500)}`
    const [text, carets] = framed(line, at(1, 501, 1, 505), 40)
    expect(text).toBe(`…${'a'.repeat(20)}DROP${'b'.repeat(14)}…`)
    expect(carets).toBe(`${' '.repeat(21)}^^^^`)
  })

  test('a line of five megabytes too', () => {
    const line = `${'a'.repeat(5_000_000)}DROP${'b'.repeat(5_000_000)}`
    expect(framed(line, at(1, 5_000_001, 1, 5_000_005), 40)[1]).toBe(`${' '.repeat(21)}^^^^`)
  })
})

test('a statement of many lines shows its first', () => {
  const source = 'a\n  ALTER TABLE t\r\n    DROP a,\n    DROP b,\n    DROP c,\n    DROP d;\n'
  expect(codeFrame(source, at(2, 3, 6, 11), 60)).toEqual([
    { number: 2, text: '  ALTER TABLE t', kind: 'source' },
    { number: undefined, text: '  ^^^^^^^^^^^^^  … 4 more lines', kind: 'carets' },
  ])
  expect(codeFrame(source, at(2, 3, 6, 11), 20).map(({ kind }) => kind)).toEqual(['source', 'carets', 'more'])
})

test('a place that the source does not have makes no frame', () => {
  expect(codeFrame('SELECT 1', at(7, 1, 7, 2), 60)).toEqual([])
})

test('no line is wider than the frame, whatever the source', () => {
  const lines = fc.array(fc.constantFrom('a', '価', '\t', '\u001b', '👩‍👧', ' ', '::', '\u0301'), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(
      lines,
      fc.nat(250),
      fc.nat(50),
      fc.integer({ min: 20, max: 80 }),
      (parts, start, length, width) => {
        for (const line of framed(parts.join(''), at(1, start + 1, 1, start + length + 1), width)) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width)
        }
      },
    ),
  )
})

function framed(source: string, location: Location, width: number): readonly string[] {
  return codeFrame(source, location, width).map(line => line.text)
}

function at(line: number, column: number, endLine: number, endColumn: number): Location {
  return { line, column, endLine, endColumn }
}

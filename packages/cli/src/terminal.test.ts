import { expect, test } from 'vitest'
import { wantsColor, widthOf } from './terminal.ts'

test.each<[string, boolean, Record<string, string>, boolean, boolean]>([
  ['a terminal', false, {}, true, true],
  ['a pipe', false, {}, false, false],
  ['--no-color', true, { FORCE_COLOR: '1' }, true, false],
  ['NO_COLOR', false, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['an empty NO_COLOR', false, { NO_COLOR: '' }, true, true],
  ['a dumb terminal', false, { TERM: 'dumb' }, true, false],
  ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, false, true],
  ['FORCE_COLOR=0', false, { FORCE_COLOR: '0' }, true, false],
])('colour: %s', (_where, noColor, env, isTTY, coloured) => {
  expect(wantsColor(noColor, { env, stdout: { write: () => true, isTTY } })).toBe(coloured)
})

test('the width of a terminal, and a fixed one for everything else', () => {
  expect(widthOf({ stdout: { write: () => true, isTTY: true, columns: 72 } })).toBe(72)
  expect(widthOf({ stdout: { write: () => true, columns: 72 } })).toBe(100)
})

import { expect, test } from 'vitest'
import { checkHolds } from './check-holds.ts'

test.each([
  ['d > 0', '0', false],
  ['d > 0', '1', true],
  ['d > 0', undefined, true],
  ['d > 0', 'NULL', true],
  ['(d >= -1)', '0', undefined],
  ['d IS NOT NULL', undefined, false],
  ['d IS NULL', undefined, true],
  ["d IN ('a', 'b')", "'a'", true],
  ["d IN ('a', 'b')", "'c'", false],
  ["d IN ('a', 'b')", "'A'", undefined],
  ["d <> ''", "''", false],
  ['0 < d AND d < 10', '10', false],
  ['0 < d OR other', '0', undefined],
  ['0 < d OR d = 0', '0', true],
  ['d BETWEEN 1 AND 2', '0', undefined],
  ['length(d) > 3', "''", undefined],
  ['d > other', '0', undefined],
  ['NOT (d = 0)', '0', undefined],
  ['d > 0', '(0)', false],
  ['d > 0', '-1', false],
  ['d > 0', 'now()', undefined],
])('%s of %s: %s', (expression, literal, holds) => {
  expect(checkHolds(expression, name => name === 'd', literal)).toBe(holds)
})

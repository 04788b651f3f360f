import { expect, test } from 'vitest'
import { paceAfter } from './child-session.ts'

test.each([
  [150, 1],
  [300, 1],
  [900, 3],
  [20_000, 10],
])('a child that took %i ms to start, where 300 are usual, is given %i times the limits', (start, pace) => {
  expect(paceAfter(start, 300)).toBe(pace)
})

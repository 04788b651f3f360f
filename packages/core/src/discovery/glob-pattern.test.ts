import { expect, test } from 'vitest'
import { globBase, globToRegExp } from './glob-pattern.ts'

test.each([
  ['db/*.sql', 'db/1.sql', true],
  ['db/*.sql', 'db/x/1.sql', false],
  ['db/**/*.sql', 'db/x/y/1.sql', true],
  ['db/**/*.sql', 'db/1.sql', true],
  ['./db/[0-9]?.sql', 'db/12.sql', true],
  ['db/[!0].sql', 'db/0.sql', false],
  ['db/{a,b}.(x).sql', 'db/b.(x).sql', true],
  ['db/**', 'db/x/1.sql', true],
])('%s with %s: %s', (pattern, path, matches) => {
  expect(globToRegExp(pattern).test(path)).toBe(matches)
})

test('the base is the folder above the first special character', () => {
  expect(['db/x*/1.sql', '*.sql', 'a/b/{c,d}'].map(globBase)).toEqual(['db', '.', 'a/b'])
})

test('a range that is none is a clear error', () => {
  expect(() => globToRegExp('[z-a].sql')).toThrow('The pattern [z-a].sql is not valid.')
})

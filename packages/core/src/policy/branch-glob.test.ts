import { expect, test } from 'vitest'
import { matchesBranch } from './branch-glob.ts'

test.each([
  ['main', 'main', true],
  ['main', 'main2', false],
  ['main', 'feature/main', false],
  ['release/*', 'release/1.2', true],
  ['release/*', 'release/', true],
  ['release/*', 'release/1.2/hotfix', false],
  ['release/**', 'release/1.2/hotfix', true],
  ['*', 'main', true],
  ['*', 'a/b', false],
  ['**', 'a/b', true],
  ['v?.x', 'v2.x', true],
  ['v?.x', 'v22.x', false],
  ['v1.0', 'v1x0', false],
  ['hotfix-*-eu', 'hotfix-42-eu', true],
  ['', '', true],
])('%s and %s: %s', (glob, branch, expected) => {
  expect(matchesBranch(glob, branch)).toBe(expected)
})

test('many stars against a long name stay quick', () => {
  expect(matchesBranch(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
})

import { expect, test } from 'vitest'
import * as core from './index.ts'

/** A new name here is a promise to keep: add it knowingly. */
test('the public names', () => {
  expect(Object.keys(core).sort()).toEqual([
    'UserError',
    'builtInRules',
    'closestName',
    'defineConfig',
    'findRule',
    'lint',
    'lintProject',
    'reporterNamed',
    'reporters',
    'tool',
    'wrap',
  ])
})

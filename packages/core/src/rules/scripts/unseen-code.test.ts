import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

test('a procedure that several migrations of the deploy call is told at the first', () => {
  const found = exampleFindings({
    title: '',
    after: { up: "CALL fill_shard('a'); CALL fill_shard('b')" },
    up: "CALL fill_shard('c')",
  })
  const told = found.filter(({ ruleId }) => ruleId === 'irreversible-operation')
  expect(told.map(({ message }) => message)).toEqual([
    'What fill_shard does, and how to undo it, cannot be seen: its body is in no migration that was read. So it is with 1 more in this script. A later migration of this deploy calls it too.',
  ])
})

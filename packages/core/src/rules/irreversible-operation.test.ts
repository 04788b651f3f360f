import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.postgres.load())

test.each([
  ["ALTER TYPE mood ADD VALUE 'ok'", 'SELECT 1', true],
  ["ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'", 'SELECT 1', false],
  ["ALTER TYPE mood ADD VALUE 'ok'", undefined, false],
])('a value that is still there when up runs again: %s', (up, down, isTold) => {
  const [finding] = exampleFindings({
    title: '',
    given: "CREATE TYPE mood AS ENUM ('sad')",
    up,
    ...(down !== undefined && { down }),
  }).filter(({ ruleId }) => ruleId === 'irreversible-operation')
  expect(finding?.instead.includes('Write ADD VALUE IF NOT EXISTS')).toBe(isTold)
})

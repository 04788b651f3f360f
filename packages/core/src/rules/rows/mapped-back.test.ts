import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

function suggested(up: string, down?: string): string | undefined {
  const given = 'CREATE TABLE users (id int, role text, plan text)'
  const found = exampleFindings({ title: '', given, up, ...(down !== undefined && { down }) })
  return found.find(({ ruleId }) => ruleId === 'missing-down' || ruleId === 'empty-down')?.suggestion?.sql
}

test('values that are mapped are mapped back, the last first', () => {
  const up = "UPDATE users SET role = 'b' WHERE role = 'a'; UPDATE users SET role = 'd' WHERE role = 'c'"
  const back = "UPDATE users SET role = 'c' WHERE role = 'd';\nUPDATE users SET role = 'a' WHERE role = 'b';"
  expect([suggested(up), suggested(up, '-- nothing')]).toEqual([back, back])
})

test.each([
  [
    'two become one',
    "UPDATE users SET role = 'b' WHERE role = 'a'; UPDATE users SET role = 'b' WHERE role = 'c'",
  ],
  [
    'it is changed again',
    "UPDATE users SET role = 'b' WHERE role = 'a'; UPDATE users SET role = 'c' WHERE role = 'b'",
  ],
  ['another column says which rows', "UPDATE users SET role = 'b' WHERE plan = 'a'"],
  ['more than the value says which rows', "UPDATE users SET role = 'b' WHERE role = 'a' AND id > 9"],
  ['another value is not said', "UPDATE users SET role = 'b' WHERE role = lower(plan)"],
])('not where %s', (_title, up) => {
  expect(suggested(up)).toBeUndefined()
})

import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

const given = 'CREATE TABLE reports (id int PRIMARY KEY, plan text)'

function takesRows(up: string): boolean {
  return exampleFindings({ title: up, given, up }).some(({ ruleId }) => ruleId === 'delete-rows')
}

const deletes = "DELETE FROM reports WHERE kind = 'c'"

test('a DELETE asks for what no row of the deploy’s own column can have', () => {
  expect(takesRows(`ALTER TABLE reports ADD kind text; ${deletes}`)).toBe(false)
  expect(takesRows(`ALTER TABLE reports ADD kind text DEFAULT 'a'; ${deletes} AND plan = 'x'`)).toBe(false)
  expect(
    takesRows(
      `ALTER TABLE reports ADD kind text; UPDATE reports SET kind = 'a' WHERE plan = 'x'; ${deletes}`,
    ),
  ).toBe(false)
})

test.each([
  "ALTER TABLE reports ADD kind text DEFAULT 'c'",
  "ALTER TABLE reports ADD kind text DEFAULT 'a'; UPDATE reports SET kind = 'c' WHERE plan = 'x'",
  'ALTER TABLE reports ADD kind text; UPDATE reports SET kind = plan',
  "ALTER TABLE reports ADD kind text; ALTER TABLE reports ALTER kind SET DEFAULT 'c'",
  "ALTER TABLE reports ADD kind text; INSERT INTO reports (id, kind) VALUES (1, 'c')",
  'ALTER TABLE reports ADD kind text GENERATED ALWAYS AS (plan) STORED',
  "ALTER TABLE reports ADD kind text; DO $$ BEGIN EXECUTE 'UPDATE re' || 'ports SET kind = ''c'''; END $$",
  "ALTER TABLE reports ADD kind text DEFAULT 'C'",
  "ALTER TABLE reports ADD kind text DEFAULT ('c' || '')",
])('a value that may be there is lost: %s', up => {
  expect(takesRows(`${up}; ${deletes}`)).toBe(true)
})

test('a value of a column that was there before is lost', () => {
  expect(takesRows("DELETE FROM reports WHERE plan = 'c'")).toBe(true)
})

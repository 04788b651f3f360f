import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.postgres.load())

const instead = (up: string, down: string): string | undefined => {
  const note = {
    kind: 'not-awaited',
    direction: 'down',
    message: 'knex.raw() is built, but neither awaited nor returned: it never runs.',
    location: { line: 1, column: 4, endLine: 1, endColumn: down.length + 4 },
  } as const
  const given = 'CREATE TABLE users (id int); CREATE VIEW paying AS SELECT id FROM users'
  const findings = exampleFindings({ title: '', given, up, down: `-- ${down}`, notes: [note] })
  return findings.find(({ ruleId }) => ruleId === 'async-not-awaited')?.instead
}

const awaitIt = 'Await it, or return it: Knex sends it then.'
const replacing = 'DROP VIEW paying; CREATE VIEW paying AS SELECT id FROM users WHERE id > 1'

test.each([
  [
    'what up has replaced is gone',
    replacing,
    "knex.raw('drop view paying')",
    `${awaitIt} Then make again behind it what up has replaced, as it was before: view paying. The drop alone leaves nothing there.`,
  ],
  [
    'it is made again',
    replacing,
    "knex.raw('drop view paying; create view paying as select id from users')",
    awaitIt,
  ],
  [
    'what up has made',
    'CREATE VIEW of_users AS SELECT id FROM users',
    "knex.raw('drop view of_users')",
    awaitIt,
  ],
  [
    'the same again',
    'CREATE OR REPLACE VIEW paying AS SELECT id FROM users; CREATE TABLE t (id int)',
    "knex.schema.dropTable('t')",
    awaitIt,
  ],
])('once the drop of a down is awaited: %s', (_title, up, down, advice) => {
  expect(instead(up, down)).toBe(advice)
})

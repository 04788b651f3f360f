import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { golangMigrate } from '../layouts/golang-migrate.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

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

test('where no migration has a down script, none could say that the value stays', async () => {
  const files = (count: number) =>
    Object.fromEntries([
      ...Array.from({ length: count }, (_, at) => [
        `m/${10 + at}_t.up.sql`,
        `CREATE TABLE t_${at} (id int);`,
      ]),
      ['m/00_mood.up.sql', "CREATE TYPE mood AS ENUM ('sad');"],
      ['m/99_ok.up.sql', "ALTER TYPE mood ADD VALUE 'ok';"],
    ])
  const told = async (count: number) =>
    (await findingsInLayout(golangMigrate, files(count), 'postgres', 1)).flatMap(
      ({ ruleId, severity, instead }) =>
        ruleId === 'irreversible-operation' ? [`${severity} ${instead}`] : [],
    )
  expect(await told(3)).toEqual([expect.stringMatching(/^warning .* Say so in the down script/)])
  expect(await told(12)).toEqual([
    'info If the release is taken back, the value can stay in the type: what no row has disturbs nobody. Rows that have it by then are the ones to change, if the code of before cannot read them.',
  ])
})

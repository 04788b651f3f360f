import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { RunnerTransaction } from '../../migration/migration.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function told(up: string, transaction: RunnerTransaction = 'none'): readonly unknown[] {
  return exampleFindings({
    title: up,
    given: 'CREATE TABLE users (id bigint PRIMARY KEY, team int)',
    up,
    transaction,
  })
    .filter(({ ruleId }) => ruleId === 'unbatched-backfill' || ruleId === 'ddl-plus-backfill-same-txn')
    .map(({ instead }) => instead)
}

const fills = 'One value serves all rows: ADD COLUMN … DEFAULT fills it without touching them'
const forOldRows = `${fills}. ALTER COLUMN … DROP DEFAULT after that, if new rows are to have none.`

test.each([
  ['ALTER TABLE users ADD n int; UPDATE users SET n = 1', forOldRows],
  ['ALTER TABLE users ADD n int NOT NULL; UPDATE users SET n = 1', `${fills}.`],
  ['ALTER TABLE users ADD n int; UPDATE users SET n = $1', forOldRows],
  ['ALTER TABLE users ADD n int; UPDATE users SET n = 1 WHERE n IS NULL', forOldRows],
  [
    'ALTER TABLE users ADD n int NOT NULL DEFAULT 0; UPDATE users SET n = 1',
    `${fills}. ALTER COLUMN … SET DEFAULT 0 after that gives new rows theirs.`,
  ],
  [
    'ALTER TABLE users ADD n int; ALTER TABLE users ALTER n SET DEFAULT 1; UPDATE users SET n = 1',
    `${fills}.`,
  ],
  [
    'ALTER TABLE users ADD n int; ALTER TABLE users ALTER n SET DEFAULT 1; UPDATE users SET n = $1',
    `${fills}. If that is not 1, ALTER COLUMN … SET DEFAULT 1 after that gives new rows theirs.`,
  ],
  [
    'ALTER TABLE users ADD n bool NOT NULL DEFAULT false; UPDATE users SET n = FALSE',
    'Leave the UPDATE out: by its DEFAULT every row has this value already.',
  ],
])('%s', (up, instead) => {
  expect(told(up)).toEqual([instead])
})

test('the lock of the ALTER TABLE is held as well', () => {
  expect(told('ALTER TABLE users ADD n int; UPDATE users SET n = 1', 'script')).toEqual([forOldRows])
})

test('not what the column took only under another type', () => {
  const change = 'ALTER TABLE users ALTER n TYPE text;'
  const of = (between: string) =>
    told(`ALTER TABLE users ADD n int; ${between} UPDATE users SET n = 'new'`)[0]
  expect(of(change)).toMatch(/^Fill the column in batches/)
  expect(of(change.replace(' n ', ' team '))).toBe(forOldRows)
})

test('not of some rows', () => {
  expect(told('ALTER TABLE users ADD n int; UPDATE users SET n = 1 WHERE team = 2', 'script')).toEqual([
    'Fill the rows in a migration of its own, or outside the migrations in batches.',
  ])
})

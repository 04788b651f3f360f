import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { Example } from '../rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function batch(up: string, given: string, dialect: Example['dialect'] = 'postgres'): readonly unknown[] {
  return exampleFindings({
    title: up,
    dialect,
    given,
    up: `ALTER TABLE users ADD COLUMN n int; ${up}`,
    transaction: 'none',
  })
    .filter(({ ruleId }) => ruleId === 'unbatched-backfill')
    .map(({ suggestion }) => suggestion?.sql)
}

const users = 'CREATE TABLE users (id bigint PRIMARY KEY, team int)'

test.each([
  [
    'UPDATE ONLY users u SET n = team',
    users,
    'UPDATE ONLY users u SET n = team WHERE id BETWEEN 1 AND 5000;',
  ],
  [
    'UPDATE users SET n = team WHERE n IS NULL',
    users,
    'UPDATE users SET n = team WHERE n IS NULL AND id BETWEEN 1 AND 5000;',
  ],
  ['UPDATE users SET n = team RETURNING id', users, undefined],
  ['UPDATE users SET n = team + $1', users, undefined],
  ['UPDATE users SET n = (SELECT max(team) FROM users)', users, undefined],
  ['UPDATE users SET n = team', 'CREATE TABLE users (id uuid PRIMARY KEY, team int)', undefined],
  ['UPDATE users SET n = team', 'CREATE TABLE users (id int, team int, PRIMARY KEY (id, team))', undefined],
  ['DO $$ BEGIN UPDATE users SET n = team; END $$', users, undefined],
])('%s', (up, given, expected) => {
  expect(batch(up, given)).toEqual([expected])
})

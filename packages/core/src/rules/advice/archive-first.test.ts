import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

test('an archive that a later release makes names the key as the script leaves it', () => {
  const findings = exampleFindings({
    title: '',
    dialect: 'postgres',
    given: 'CREATE TABLE plans (crop_id int PRIMARY KEY, revenue int)',
    up: 'ALTER TABLE plans DROP COLUMN revenue; ALTER TABLE plans RENAME crop_id TO id',
  })
  const [drop] = findings.filter(({ ruleId }) => ruleId === 'drop-column')
  expect(drop?.suggestion?.later?.[0]?.sql).toContain('SELECT id, revenue FROM plans')
})

test.each([
  ['mysql', 64],
  ['postgres', 63],
] as const)(
  '%s takes the name of an archive, however long those of table and column are',
  (dialect, limit) => {
    const table = 'customers_with_a_payment_method_of_their_own'
    const column = 'payment_method_of_the_last_successful_charge'
    const findings = exampleFindings({
      title: '',
      dialect,
      given: `CREATE TABLE ${table} (id int PRIMARY KEY, ${column} int)`,
      up: `ALTER TABLE ${table} DROP COLUMN ${column}`,
    })
    const { sql = '', later } = findings.find(({ ruleId }) => ruleId === 'drop-column')?.suggestion ?? {}
    const name = /CREATE TABLE (\S+)/.exec([sql, ...(later ?? []).map(each => each.sql)].join('\n'))?.[1]
    expect(name).toMatch(/_archive$/)
    expect(name?.length).toBe(limit)
  },
)

test('a column of the primary key does not stay beside the next one', () => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE counts (id int PRIMARY KEY, comment_id int NOT NULL UNIQUE)',
    up: 'ALTER TABLE counts DROP COLUMN id, ADD PRIMARY KEY (comment_id)',
  })
  const told = findings.filter(({ ruleId }) => ruleId === 'drop-column')
  expect(told.map(({ suggestion }) => suggestion)).toEqual([undefined])
})

test('what keeps rows does not keep the type that the script drops, under whatever name', () => {
  const swapped = `DELETE FROM users;
CREATE TYPE mood_new AS ENUM ('low');
ALTER TABLE users ALTER mood TYPE mood_new USING mood::text::mood_new;
ALTER TYPE mood RENAME TO mood_old;`
  const of = (end: string) =>
    exampleFindings({
      title: '',
      dialect: 'postgres',
      given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE users (id int PRIMARY KEY, mood mood)",
      up: `${swapped}\n${end}`,
    }).find(({ ruleId }) => ruleId === 'delete-without-where')?.suggestion?.sql
  expect(of('DROP TYPE mood_old;')).toContain('SELECT id, mood::text FROM users')
  expect(of('')).toContain('SELECT * FROM users')
  expect(of('ALTER TYPE mood_old RENAME TO mood_before; DROP TYPE mood_new;')).toContain(
    'SELECT * FROM users',
  )
})

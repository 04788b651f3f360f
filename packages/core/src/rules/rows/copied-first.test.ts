import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { DialectName } from '../../migration/migration.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const given =
  'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), flag int); CREATE TABLE mails (id int, email varchar(100), users int)'
const drop = 'ALTER TABLE users DROP COLUMN email;'

const dropTable = 'DROP TABLE mails;'

test.each([
  [
    `UPDATE users SET email = m.email FROM mails m WHERE m.users = users.id; ${dropTable}`,
    'error',
    'Line 1 fills users from it, but perhaps not from every row.',
  ],
  [
    `CREATE TABLE kept AS SELECT m.* FROM mails m LEFT JOIN users u ON u.id = m.users; ${dropTable}`,
    'warning',
    'line 1 has filled kept from it',
  ],
  [
    `CREATE TABLE kept AS SELECT m.* FROM users u LEFT JOIN mails m ON u.id = m.users; ${dropTable}`,
    'error',
    'perhaps not from every row',
  ],
])('rows that another table has taken over: %s', (up, severity, said) => {
  const [found] = exampleFindings({ title: '', dialect: 'postgres', given, up }).filter(
    ({ ruleId }) => ruleId === 'drop-table',
  )
  expect(found?.severity).toBe(severity)
  expect(found?.message).toContain(said)
})

test('a table that is called like a keyword', () => {
  const found = exampleFindings({
    title: '',
    dialect: 'mysql',
    given: 'CREATE TABLE `group` (id int)',
    up: 'CREATE TABLE kept AS SELECT * FROM `group`; DELETE FROM `group`',
  })
  expect(found.map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toContain('delete-without-where info')
})

const cases: readonly (readonly [string, string, DialectName, 'error' | 'warning', string])[] = [
  ...[
    'email IS NOT NULL OR flag IS NOT NULL',
    "(flag IS NOT NULL OR email <> '') AND email IS NOT NULL",
    'true',
    '1 = 1',
  ].map(
    where =>
      [
        'every row that has a value',
        `INSERT INTO mails (id, email) SELECT id, email FROM users WHERE ${where}; ${drop}`,
        'postgres',
        'warning',
        'mails',
      ] as const,
  ),
  ...[
    'flag IS NOT NULL',
    'email IS NOT NULL OR flag IS NOT NULL AND id > 5',
    'NOT (flag = 2 OR email IS NOT NULL)',
    'NOT (flag IS NOT NULL OR email IS NOT NULL)',
    'flag = 1',
  ].map(
    where =>
      [
        'perhaps not from every row',
        `INSERT INTO mails (id, email) SELECT id, email FROM users WHERE ${where}; ${drop}`,
        'postgres',
        'error',
        'mails',
      ] as const,
  ),
  [
    'every value',
    `INSERT INTO mails (id, email) SELECT id, email FROM users; ${drop}`,
    'postgres',
    'warning',
    'mails',
  ],
  [
    'every value',
    `INSERT INTO mails (id, email) SELECT id, email FROM users; ${drop}`,
    'mysql',
    'warning',
    'mails',
  ],
  [
    'perhaps not from every row',
    `UPDATE mails SET email = (SELECT u.email FROM users u WHERE u.id = mails.users LIMIT 1); ${drop}`,
    'sqlite',
    'error',
    'mails.email',
  ],
  [
    'an archive table',
    `CREATE TABLE kept AS SELECT id, email FROM users; ${drop}`,
    'mysql',
    'warning',
    'kept',
  ],
  [
    'all that there is',
    `INSERT INTO mails (email) SELECT email FROM users WHERE email IS NOT NULL AND email <> ''; ${drop}`,
    'sqlite',
    'warning',
    'mails',
  ],
  [
    'some rows',
    `INSERT INTO mails (id, email) SELECT id, email FROM users WHERE id > 5; ${drop}`,
    'postgres',
    'error',
    'mails',
  ],
  [
    'the first rows',
    `INSERT INTO mails (id, email) SELECT id, email FROM users LIMIT 10; ${drop}`,
    'mysql',
    'error',
    'mails',
  ],
  ['another column', `INSERT INTO mails (id) SELECT id FROM users; ${drop}`, 'postgres', 'error', ''],
  ['values of its own', `INSERT INTO mails (users, email) VALUES (1, 'a'); ${drop}`, 'postgres', 'error', ''],
  [
    'a copy that is dropped again',
    `CREATE TABLE kept AS SELECT id, email FROM users; ${drop} DROP TABLE kept;`,
    'postgres',
    'error',
    '',
  ],
  [
    'the copy comes too late',
    `${drop} INSERT INTO mails (id, email) SELECT id, email FROM users;`,
    'mysql',
    'error',
    '',
  ],
]

test.each(cases)('%s: %s (%s)', (title, up, dialect, severity, into) => {
  const [found] = exampleFindings({ title, dialect, given, up }).filter(
    ({ ruleId }) => ruleId === 'drop-column',
  )
  expect(found?.severity).toBe(severity)
  if (into === '') expect(found?.message).not.toContain('fill')
  else expect(found?.message).toContain(into)
})

const flagged = (up: string): readonly string[] =>
  exampleFindings({ title: '', dialect: 'postgres', given, up: `${up}; ALTER TABLE users DROP COLUMN flag` })
    .filter(({ ruleId }) => ruleId === 'drop-column')
    .map(({ severity, message }) => `${severity}: ${message}`)

test.each([
  'UPDATE users SET email = (flag / 3)::text',
  'UPDATE users SET email = round(flag)::text',
  'UPDATE mails SET email = (SELECT sum(u.flag) FROM users u WHERE u.id = mails.users)',
  'INSERT INTO mails (id, email) SELECT id, abs(flag)::text FROM users',
])('several values come to one result: %s', up => {
  expect(flagged(up)).toEqual([
    expect.stringMatching(
      /^error: .* deletes every value .* Line 1 computes .* which does not tell the values any more\./,
    ),
  ])
})

test.each([
  'UPDATE users SET email = (flag * 3)::text',
  "UPDATE users SET email = flag || '-' || round(flag)",
  'INSERT INTO mails (id, email) SELECT id, coalesce(flag, 0)::text FROM users',
])('each value can be told: %s', up => {
  expect(flagged(up)).toEqual([expect.stringMatching(/^warning: .* has filled /)])
})

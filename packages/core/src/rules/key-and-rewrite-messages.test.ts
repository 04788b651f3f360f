import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'

beforeAll(() => dialects.postgres.load())

function messages(sql: string, given = 'CREATE TABLE users (id int)'): readonly string[] {
  const script = (file: string, text: string) =>
    readSqlScript({ file, transaction: 'script' }, text, dialects.postgres)
  const shared = { layout: 'plain', dialect: 'postgres', downExpected: false } as const
  const report = lint([
    {
      ...shared,
      name: '1',
      file: '1.sql',
      pending: false,
      up: script('1.sql', given),
    },
    { ...shared, name: '2', file: '2.sql', pending: true, up: script('2.sql', sql) },
  ])
  return report.migrations.flatMap(({ findings }) => findings.map(({ message }) => message))
}

test.each([
  [
    'ADD a int GENERATED ALWAYS AS (id + 1) STORED, ADD b int GENERATED ALWAYS AS (id + 2) STORED',
    'Adding users.a and users.b writes every row of users again, and neither reads nor writes get through meanwhile.',
  ],
  [
    'ADD a uuid DEFAULT gen_random_uuid(), ADD b uuid DEFAULT gen_random_uuid()',
    'DEFAULT gen_random_uuid() differs from row to row: every row of users is written again, and neither reads nor writes get through meanwhile.',
  ],
])('a table that is written once is told once: %s', (clauses, expected) => {
  expect(messages(`ALTER TABLE users ${clauses}`)).toEqual([expected])
})

test.each([
  [
    'TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))',
    'DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (b, a)',
    '',
  ],
  ['TABLE t (a int NOT NULL)', 'ADD PRIMARY KEY (a)', '; a duplicate stops it'],
  [
    'TABLE t (b int PRIMARY KEY)',
    'RENAME b TO a; ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (a)',
    '',
  ],
  [
    'TABLE t (b int PRIMARY KEY)',
    'RENAME b TO a; ALTER TABLE t DROP CONSTRAINT t_pkey; UPDATE t SET a = 1; ALTER TABLE t ADD PRIMARY KEY (a)',
    '; a duplicate stops it',
  ],
  ['TABLE t (a int UNIQUE)', 'ADD PRIMARY KEY (a)', '; NULL stops it'],
  ['TABLE t (a int)', 'ADD PRIMARY KEY (a)', '; NULL or a duplicate stops it'],
])('a key is stopped by what can be there alone: %s, %s', (made, clauses, stopping) => {
  expect(messages(`ALTER TABLE t ${clauses}`, `CREATE ${made}`)).toContain(
    `The primary key of t is built over all its rows while others wait${stopping}.`,
  )
})

test.each([
  ['TABLE t (a int PRIMARY KEY)', 'DROP CONSTRAINT t_pkey, ADD CONSTRAINT u UNIQUE (a)', ''],
  ['TABLE t (a int)', 'ADD CONSTRAINT u UNIQUE (a)', '; duplicates stop it'],
  ['TABLE t (a int UNIQUE)', 'ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)', '; duplicates stop it'],
])('so is a unique constraint: %s, %s', (made, clauses, stopping) => {
  expect(messages(`ALTER TABLE t ${clauses}`, `CREATE ${made}`)).toContain(
    `An index on a is built over all rows of t, and neither reads nor writes get through meanwhile${stopping}.`,
  )
})

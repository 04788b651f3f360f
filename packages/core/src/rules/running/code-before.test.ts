import { expect, test } from 'vitest'
import { golangMigrate } from '../../layouts/golang-migrate.ts'
import { plain } from '../../layouts/plain.ts'
import { upDownFiles } from '../../layouts/up-down-files.ts'
import { findingsInLayout } from '../testing/findings-in-layout.ts'

const sql = 'CREATE UNIQUE INDEX users_name ON users (name);'

test.each([
  [
    'db/48_premigrate.go',
    'info',
    ' 48_premigrate.go, which runs before it and was not read, may see to that.',
  ],
  ['db/48_names_pre.go', 'info', ' 48_names_pre.go, which runs before it and was not read, may see to that.'],
  ['db/48_postmigrate.go', 'warning', ''],
  ['db/48_premigrate_test.go', 'warning', ''],
  ['db/47_premigrate.go', 'warning', ''],
])('code of the same version that runs before it: %s', async (file, severity, said) => {
  const files = { 'db/048_names.up.sql': sql, 'db/048_names.down.sql': 'DROP INDEX users_name;', [file]: '' }
  const told = await findingsInLayout(golangMigrate, files, 'sqlite')
  const found = told.find(({ ruleId }) => ruleId === 'add-unique-on-existing')
  expect(found?.severity).toBe(severity)
  expect(found?.message).toBe(`Two rows of users with the same name stop the statement.${said}`)
})

test('code that changes the rows in SQL is named with its line', async () => {
  const told = await findingsInLayout(
    golangMigrate,
    {
      'db/48_names.up.sql': sql,
      'db/48_premigrate.go':
        'package db\n\n_, err := tx.Exec("UPDATE `users` SET name = id WHERE name IS NULL")',
    },
    'sqlite',
  )
  expect(told.find(({ ruleId }) => ruleId === 'add-unique-on-existing')?.message).toBe(
    'Two rows of users with the same name stop the statement. 48_premigrate.go, which runs before it, changes users in line 3: that may see to it.',
  )
})

test.each([
  [`UPDATE users SET name = 'none' WHERE name IS NULL`, true],
  ['UPDATE "users" SET "name" = $1 WHERE "name" IS NULL', true],
  [`UPDATE users SET name = 'none' WHERE name IS NULL AND id < 9`, false],
  ['UPDATE users SET name = NULL WHERE name IS NULL', false],
  ['UPDATE users SET name = id WHERE id > 9', false],
])('code that gives a value where there is none: %s', async (update, isFilled) => {
  const told = await findingsInLayout(
    golangMigrate,
    {
      'db/47_users.up.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);',
      'db/48_names.up.sql': `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      'db/48_premigrate.go': `package db\n\n_, err := tx.Exec(\`${update}\`)`,
    },
    'sqlite',
    1,
  )
  const found = told.find(({ ruleId }) => ruleId === 'sqlite-not-null-rebuild')
  expect(
    found?.message.endsWith('48_premigrate.go, which runs before it, gives each such row a value in line 3.'),
  ).toBe(isFilled)
  expect(found?.message.endsWith('changes users.name in line 3: that may see to it.')).toBe(!isFilled)
})

/** `severity message`, of what is not read, and of the hazard. */
async function saidOf(names: readonly string[], layout = plain, applied = 0): Promise<readonly string[]> {
  const files = names.map((name, at) => [
    name,
    name.endsWith('.up.sql') || !/down|go$|php$|py$|[jt]s$/.test(name)
      ? `CREATE UNIQUE INDEX users_${at} ON users (c${at})`
      : '',
  ])
  const told = await findingsInLayout(layout, Object.fromEntries(files), 'sqlite', applied)
  return told
    .filter(({ ruleId }) => ruleId === 'unknown-statement' || ruleId === 'add-unique-on-existing')
    .map(({ severity, message }) => `${severity} ${message}`)
}

test('code between the scripts of a runner that is not known is told, and lowers what depends on the rows', async () => {
  expect(
    await saidOf(['db/1_a.sql', 'db/2_b.py', 'db/3_c.py', 'db/4_d.sql', 'db/5_e.sql'], plain, 1),
  ).toEqual([
    'info Two rows of users with the same c3 stop the statement. 2_b.py and 3_c.py, which run before it and were not read, may see to that.',
    'info 2_b.py and 3_c.py, which by their names run before this migration, were not read: they are code.',
    'warning Two rows of users with the same c4 stop the statement.',
  ])
})

test('code of the same date is told once, and lowers all scripts behind it', async () => {
  const before = '20170915.a.php, which runs before it and was not read, may see to that.'
  expect(await saidOf(['db/20170915.a.php', 'db/20170915.b.sql', 'db/20170915.c.sql'])).toEqual([
    `info Two rows of users with the same c1 stop the statement. ${before}`,
    'info 20170915.a.php, which by its name runs before this migration, was not read: it is code.',
    `info Two rows of users with the same c2 stop the statement. ${before}`,
  ])
})

test.each(['// @phase worker', '# @phase worker', '// A note.\n\n// @phase worker'])(
  'code with a phase in its head does not run before: %s',
  async head => {
    const told = await findingsInLayout(
      plain,
      {
        'db/1_a.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);',
        'db/2_b.php': `<?php\n\n${head}\n\nrebuild();`,
        'db/3_c.sql': 'CREATE UNIQUE INDEX users_name ON users (name);',
      },
      'sqlite',
      1,
    )
    const said = told
      .filter(({ ruleId }) => ruleId === 'unknown-statement' || ruleId === 'add-unique-on-existing')
      .map(({ severity, message }) => `${severity} ${message}`)
    expect(said).toEqual([
      'warning Two rows of users with the same name stop the statement.',
      'info 2_b.php was not read: it is code. By the @phase worker in its head it runs in a phase of its own, not where its name stands.',
    ])
  },
)

const unlessRead = 'warning Two rows of users with the same c0 stop the statement.'

test('code behind the last script is told', async () => {
  const named = ['db/1_a.up.sql', 'db/1_a.down.sql', 'db/2_b.up.go', 'db/2_b.down.go']
  expect(await saidOf(named, upDownFiles)).toEqual([
    unlessRead,
    'info 2_b.up.go, which by its name runs after this migration, was not read: it is code.',
  ])
  expect(await saidOf(['db/48_names.up.sql', 'db/48_postmigrate.go'], golangMigrate)).toEqual([
    unlessRead,
    'info 48_postmigrate.go, which by its name runs after this migration, was not read: it is code.',
  ])
})

test('code of the same name as a script, tests and what has no number are no migrations', async () => {
  const named = ['db/1_a.sql', 'db/1_a.js', 'db/run.php', 'db/0_a_test.go', 'db/0_b.spec.ts']
  expect(await saidOf(named)).toEqual([unlessRead])
})

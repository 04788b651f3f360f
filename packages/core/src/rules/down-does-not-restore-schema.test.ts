import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { Finding } from './finding.ts'
import type { Example } from './rule.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.mysql.load(), dialects.sqlite.load()]))

function told(example: Omit<Example, 'title'>): readonly Finding[] {
  return exampleFindings({ title: '', ...example }).filter(
    ({ ruleId }) => ruleId === 'down-does-not-restore-schema',
  )
}

test('a comment that is lost breaks nothing', () => {
  const findings = told({
    dialect: 'mysql',
    given: "CREATE TABLE users (id int, name varchar(50) COMMENT 'in full')",
    up: 'ALTER TABLE users MODIFY name text',
    down: 'ALTER TABLE users MODIFY name varchar(50)',
  })
  expect(findings).toMatchObject([{ severity: 'info', message: expect.stringContaining('lacks comment') }])
})

test.each([
  ['info', 'DROP COLUMN name', 'ADD COLUMN name varchar(32)', ''],
  ['error', 'DROP COLUMN name', 'ADD COLUMN name integer', ''],
  ['error', 'DROP COLUMN age', 'ADD COLUMN age int', ''],
  [
    'info',
    'ADD COLUMN a int',
    'DROP COLUMN a',
    'DROP INDEX x; DROP INDEX y; CREATE INDEX y ON t (name); CREATE INDEX x ON t (age)',
  ],
  [
    'error',
    'ADD COLUMN a int',
    'DROP COLUMN a',
    'DROP INDEX x; DROP INDEX y; CREATE INDEX y ON t (name); CREATE INDEX x ON t (id)',
  ],
  [
    'error',
    'ADD COLUMN a int',
    'DROP COLUMN a',
    'DROP INDEX x; DROP INDEX y; CREATE UNIQUE INDEX y ON t (name); CREATE INDEX x ON t (age)',
  ],
])(
  'another word for a type, and another name of an index, are noted: %s of %s, %s; %s',
  (severity, up, down, more) => {
    const indexes = more === '' ? '' : '; CREATE INDEX x ON t (name); CREATE INDEX y ON t (age)'
    const findings = told({
      dialect: 'sqlite',
      given: `CREATE TABLE t (id integer PRIMARY KEY, name text, age integer)${indexes}`,
      up: `ALTER TABLE t ${up}`,
      down: `ALTER TABLE t ${down}; ${more}`,
    })
    expect(findings.map(each => each.severity)).toEqual([severity])
  },
)

test('which index serves a foreign key is the server’s affair', () => {
  const findings = told({
    dialect: 'mysql',
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, at date, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    up: 'CREATE INDEX carts_user_at ON carts (user_id, at)',
    down: 'CREATE INDEX carts_user ON carts (user_id); DROP INDEX carts_user_at ON carts',
  })
  expect(findings.map(({ message }) => message)).toEqual([
    'After up and down the schema differs: index carts_user is left over.',
  ])
})

test('it stands at the statement that comes nearest, the column before the table', () => {
  const findings = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL, name text)',
    up: 'ALTER TABLE users DROP COLUMN email; ALTER TABLE users DROP COLUMN name',
    down: `SELECT email FROM old_users;
ALTER TABLE users ADD COLUMN Email text;
ALTER TABLE users ADD COLUMN name text;`,
  })
  expect(findings.map(({ location }) => location?.line)).toEqual([2])
})

test('where it stops is the first statement that names the column', () => {
  const findings = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email text NOT NULL;\nCREATE INDEX users_email ON users (email);',
  })
  expect(findings.map(({ location }) => location?.line)).toEqual([1])
})

test('a required column is added in steps, with a place for its values', () => {
  const [finding] = told({
    given: 'CREATE TABLE users (id int, email text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email text NOT NULL',
  })
  expect(finding?.instead).toMatch(/^Add the column without NOT NULL/)
  expect(finding?.suggestion?.sql).toBe(`-- Does not come back: users.email: every value.
ALTER TABLE users ADD COLUMN email text;
-- Give users.email its values here: what comes next stops at a row without one.
ALTER TABLE users ALTER COLUMN email SET NOT NULL;`)
})

test('SQLite sets no NOT NULL later: a required column has a default, or none and is nullable', () => {
  const [finding] = told({
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id int, email text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email text NOT NULL',
  })
  expect(finding?.instead).toMatch(/^Add the column with a DEFAULT, which rows that are there get/)
})

test('values of a table that the deploy itself makes are not said to be lost', () => {
  const suggested = (after: string) =>
    told({
      after: { up: after, down: 'SELECT 1' },
      given: 'CREATE TABLE teams (id int)',
      up: 'ALTER TABLE users DROP COLUMN email',
      down: 'ALTER TABLE users ADD COLUMN email text NOT NULL',
    }).at(-1)?.suggestion
  const make = 'CREATE TABLE users (id int, email text NOT NULL)'
  const lost = '-- Does not come back: users.email: every value.'
  expect(suggested(make)?.sql).not.toContain(lost)
  expect(suggested(make)?.title).toBe('A down script that restores the schema')
  expect(suggested(`${make}; INSERT INTO users SELECT id, '' FROM teams`)?.sql).toContain(lost)
})

test('a rollback that stops at a statement which is no SQL is told as an error', () => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE users (id int, email text)',
    up: 'CREATE INDEX users_email ON users (email)',
    down: 'DROP INDEX users_email ON users',
  })
  expect(findings.filter(({ direction }) => direction === 'down')).toMatchObject([
    { ruleId: 'unparsed-statement', severity: 'error' },
  ])
})

const written: readonly [string, Omit<Example, 'title'>, string, string | undefined][] = [
  [
    'a type, in the statement that comes after others',
    {
      given: 'CREATE TABLE users (id int, name varchar(200), nick varchar(9))',
      up: 'ALTER TABLE users ALTER name TYPE text, ALTER nick TYPE text',
      down: 'ALTER TABLE users\n  ALTER nick TYPE varchar(9),\n  ALTER name TYPE varchar(100)',
    },
    'In line 1, write varchar(200) in place of varchar(100) for users.name. Try it',
    'ALTER TABLE users ALTER COLUMN name TYPE varchar(200);',
  ],
  [
    'MODIFY without what the column had',
    {
      dialect: 'mysql',
      given: "CREATE TABLE users (id int, name varchar(200) NOT NULL DEFAULT '' COMMENT 'in full')",
      up: "ALTER TABLE users MODIFY name text NOT NULL COMMENT 'in full'",
      down: 'ALTER TABLE users MODIFY name varchar(200)',
    },
    "In line 1, write NOT NULL, DEFAULT '' and COMMENT 'in full' for users.name.",
    "MODIFY COLUMN name varchar(200) NOT NULL DEFAULT '' COMMENT 'in full';",
  ],
  [
    'an ENUM',
    {
      dialect: 'mysql',
      given: "CREATE TABLE users (kind ENUM('a', 'b', 'c'))",
      up: "ALTER TABLE users MODIFY kind ENUM('a', 'b', 'c', 'd')",
      down: "ALTER TABLE users MODIFY kind ENUM('a', 'b')",
    },
    "In line 1, write the value 'c' too for users.kind.",
    "MODIFY COLUMN kind enum('a', 'b', 'c');",
  ],
  [
    'what a foreign key does',
    {
      given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
      up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
      down: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID',
    },
    'In line 1, write ON DELETE NO ACTION in place of ON DELETE CASCADE for of_user.',
    'FOREIGN KEY (user_id) REFERENCES users (id)',
  ],
  [
    'an index that was unique, beside what is left out',
    {
      given:
        'CREATE TABLE users (id int, name text, nick text); CREATE UNIQUE INDEX users_name ON users (name); CREATE INDEX users_nick ON users (nick)',
      up: 'DROP INDEX users_name; DROP INDEX users_nick',
      down: 'CREATE INDEX users_name ON users (name)',
    },
    'In line 1, write UNIQUE for the index users_name. Undo also what else up does, in reverse order.',
    'CREATE INDEX users_nick ON users (nick);',
  ],
]

test.each(written)('put right where it is written: %s', (_title, example, instead, sql) => {
  const [finding] = told(example)
  expect(finding?.instead).toContain(instead)
  expect(finding?.suggestion?.as).toBe('down-script')
  expect(finding?.suggestion?.sql).toContain(sql)
})

import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { Finding } from './finding.ts'
import { builtInRules } from './index.ts'
import type { Example } from './rule.ts'

// Mistakes that other tools of this kind are known for, each measured on a server before it was called one.

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

type Case = Omit<Example, 'title'>

const told = (example: Case): readonly Finding[] =>
  exampleFindings({ title: 'case', ...example }).filter(
    ({ ruleId }) => ruleId !== 'missing-down' && ruleId !== 'irreversible-operation',
  )
const ids = (example: Case) => told(example).map(({ ruleId }) => ruleId)

const users = 'CREATE TABLE users (id int PRIMARY KEY, name varchar(50), n int NOT NULL DEFAULT 0)'

interface Row extends Case {
  /** Who, and what it says or leaves out. */
  readonly mistake: string
  /** All that we say. */
  readonly says: readonly string[]
}

const parent =
  'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE)'
const rebuild =
  'CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new SELECT id FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;'

const rows: readonly Row[] = [
  {
    mistake: 'pgfence: DEFAULT now() rewrites the table',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN made timestamptz NOT NULL DEFAULT now()',
    says: [],
  },
  {
    mistake: 'pgfence: and DEFAULT CURRENT_TIMESTAMP',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN made timestamptz DEFAULT CURRENT_TIMESTAMP',
    says: [],
  },
  {
    mistake: 'pgfence: a constant default is worth a finding',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN m int NOT NULL DEFAULT 7',
    says: [],
  },
  {
    mistake: 'pgfence, MigrationPilot: an array of now() is computed row by row',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN seen timestamp[] NOT NULL DEFAULT ARRAY[now()]::timestamp[]',
    says: [],
  },
  {
    mistake: 'but gen_random_uuid() is',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN key uuid DEFAULT gen_random_uuid()',
    says: ['add-column-volatile-default'],
  },
  {
    mistake: 'and clock_timestamp()',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN made timestamptz DEFAULT clock_timestamp()',
    says: ['add-column-volatile-default'],
  },
  {
    mistake: 'squawk: a function with arguments is volatile',
    given: users,
    up: "ALTER TABLE users ADD COLUMN made timestamp DEFAULT timezone('utc', now())",
    says: [],
  },
  {
    mistake: "squawk: and concat('a', 'b')",
    given: users,
    up: "ALTER TABLE users ADD COLUMN code text DEFAULT concat('a', 'b')",
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: every change of a type rewrites',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)',
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: also varchar to text',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN name TYPE text',
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: also timestamp to timestamptz in UTC',
    given: 'CREATE TABLE users (id int PRIMARY KEY, made timestamp)',
    up: "SET LOCAL timezone = 'UTC'; ALTER TABLE users ALTER COLUMN made TYPE timestamptz",
    says: [],
  },
  {
    mistake: 'MigrationPilot: what narrows is told by the target alone',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(20)',
    says: ['type-narrowing'],
  },
  {
    mistake: 'MigrationPilot: another collation rewrites the table',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50) COLLATE "C"',
    says: [],
  },
  {
    mistake: 'MigrationPilot: SET DEFAULT now() is volatile',
    given: 'CREATE TABLE users (id int PRIMARY KEY, made timestamptz)',
    up: 'ALTER TABLE users ALTER COLUMN made SET DEFAULT now()',
    says: [],
  },
  {
    mistake: 'MigrationPilot: a key that a stricter one replaces lets duplicates in',
    given: 'CREATE TABLE users (id int PRIMARY KEY, name text, CONSTRAINT by_name UNIQUE (name))',
    after: { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_lower ON users (lower(name))', transaction: 'none' },
    up: 'ALTER TABLE users DROP CONSTRAINT by_name',
    says: ['add-unique-on-existing'],
  },
  {
    mistake: 'MigrationPilot: DROP COLUMN is a warning (level below), and TRUNCATE its advice for DELETE',
    given: users,
    up: 'DELETE FROM users',
    says: ['delete-without-where'],
  },
  {
    mistake: 'MigrationPilot: a down script of comments is a way back',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN a text',
    down: '-- drop it by hand',
    says: ['empty-down'],
  },
  {
    mistake: 'MigrationPilot: a second DROP COLUMN of one statement is passed over',
    given: users,
    up: 'ALTER TABLE users DROP COLUMN name, DROP COLUMN n',
    says: ['drop-column', 'drop-column'],
  },
  {
    mistake: 'MigrationPilot: words in strings and comments count for a policy',
    given: users,
    up: "-- DROP TABLE users\nCOMMENT ON TABLE users IS 'TRUNCATE TABLE users; DROP TABLE users'",
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: an index on a table that is new locks somebody out',
    given: users,
    up: 'CREATE TABLE carts (id int PRIMARY KEY, n int, user_id int); CREATE INDEX carts_n ON carts (n)',
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: SET NOT NULL reads a table that is new',
    given: users,
    up: 'CREATE TABLE carts (id int PRIMARY KEY, n int); ALTER TABLE carts ALTER COLUMN n SET NOT NULL',
    says: [],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: dropping a table that this deploy has made loses rows',
    given: users,
    after: { up: 'CREATE TABLE jobs (id int PRIMARY KEY)', down: 'DROP TABLE jobs' },
    up: 'DROP TABLE jobs',
    down: 'CREATE TABLE jobs (id int PRIMARY KEY)',
    says: [],
  },
  {
    mistake: 'pgfence: a file that it cannot read is safe',
    given: users,
    up: 'ALTR TABLE users ADD COLUMN a text',
    says: ['unknown-statement'],
  },
  {
    mistake: 'squawk, pgfence, MigrationPilot: one statement that cannot be read hides its neighbours',
    given: users,
    up: 'ALTR TABLE users ADD a text; DROP TABLE users;',
    says: ['unknown-statement', 'drop-table'],
  },
  {
    mistake: 'drizzle-migration-lint: foreign_keys = OFF inside the transaction is a guard',
    dialect: 'sqlite',
    given: parent,
    up: `PRAGMA foreign_keys = OFF; ${rebuild}`,
    says: ['sqlite-pragma-in-transaction', 'sqlite-rebuild-cascade'],
  },
  {
    mistake: 'but before it, it is one',
    dialect: 'sqlite',
    transaction: 'none',
    given: parent,
    up: `PRAGMA foreign_keys = OFF; BEGIN; ${rebuild} COMMIT; PRAGMA foreign_keys = ON;`,
    says: [],
  },
  {
    mistake: 'django-migration-linter: CHANGE is always a rename',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users CHANGE name name varchar(60)',
    says: [],
  },
  {
    mistake: 'and it is one under another name',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users CHANGE name label varchar(50)',
    says: ['rename-column'],
  },
  {
    mistake: 'django-migration-linter: NOT NULL of one column and DEFAULT of another',
    given: users,
    up: "ALTER TABLE users ADD COLUMN a text, ADD COLUMN b text NOT NULL DEFAULT ''",
    says: [],
  },
  {
    mistake: 'django-migration-linter: and the other way round',
    given: users,
    up: "ALTER TABLE users ADD COLUMN a text DEFAULT '', ADD COLUMN b text NOT NULL",
    says: ['add-required-column'],
  },
  {
    mistake: 'spirit: MODIFY is not looked at',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users MODIFY name varchar(20)',
    says: ['type-narrowing'],
  },
  {
    mistake: 'Bytebase: MODIFY is always incompatible',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users MODIFY name varchar(60)',
    says: [],
  },
  {
    mistake: 'Bytebase: also where it says the column as it is',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users MODIFY n int NOT NULL DEFAULT 0',
    says: [],
  },
  {
    mistake: 'all of them: MODIFY keeps what it does not repeat',
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users MODIFY n bigint',
    says: ['modify-drops-attributes', 'mysql-table-copy'],
  },
  {
    mistake: 'drizzle-kit: a value at the end of an ENUM is a change of type that wants the table emptied',
    dialect: 'mysql',
    given: "CREATE TABLE o (s ENUM('a', 'b'))",
    up: "ALTER TABLE o MODIFY s ENUM('a', 'b', 'c')",
    says: [],
  },
  {
    mistake: 'Atlas: a rename is a drop and an add',
    given: users,
    up: 'ALTER TABLE users RENAME COLUMN name TO label',
    says: ['rename-column'],
  },
]

test.each(rows)('$mistake', ({ mistake: _mistake, says, ...example }) => {
  expect(ids(example).toSorted()).toEqual([...says].toSorted())
})

describe('of each statement', () => {
  test('each of several statements of one ALTER TABLE, at its own column', () => {
    const found = told({ given: users, up: 'ALTER TABLE users DROP COLUMN name, DROP COLUMN n' })
    expect(found.map(({ objects }) => objects[0]).sort()).toEqual(['users.n', 'users.name'])
  })

  test('the version that is said counts from its first release on', () => {
    const up = 'CREATE TABLE items (id INTEGER PRIMARY KEY) STRICT'
    expect(ids({ dialect: 'sqlite', dbVersion: '3.37', up })).not.toContain('version-gated')
    expect(ids({ dialect: 'sqlite', dbVersion: '3.36', up })).toContain('version-gated')
  })

  test('a lone DROP COLUMN is an error', () => {
    expect(
      told({ given: users, up: 'ALTER TABLE users DROP COLUMN name' }).map(({ severity }) => severity),
    ).toEqual(['error'])
  })
})

describe('names the lock that the server takes (measured: PostgreSQL 15)', () => {
  const locks: readonly (readonly [string, string, string])[] = [
    ['add-check', 'ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0)', 'ACCESS EXCLUSIVE'],
    ['add-unique-constraint', 'ALTER TABLE users ADD CONSTRAINT c UNIQUE (n)', 'ACCESS EXCLUSIVE'],
    [
      'add-foreign-key',
      'ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (n) REFERENCES users (id)',
      'SHARE ROW EXCLUSIVE',
    ],
    ['create-index-not-concurrently', 'CREATE INDEX i ON users (n)', 'SHARE'],
    ['drop-column', 'ALTER TABLE users DROP COLUMN n', 'ACCESS EXCLUSIVE'],
  ]

  test.each(locks)('%s', (ruleId, up, mode) => {
    const found = told({ given: users, up }).find(finding => finding.ruleId === ruleId)
    expect(found?.lock?.mode).toBe(mode)
  })
})

describe('gives no advice that makes it worse', () => {
  const texts = builtInRules.map(({ id, instead }) => [id, instead] as const)

  test.each(texts)('%s does not recommend TRUNCATE or CASCADE', (_id, instead) => {
    expect(instead).not.toMatch(/\b(?:use|with) TRUNCATE\b|\buse [^.]*CASCADE\b/i)
  })

  test('a suggestion holds names of the schema, never a stand-in', () => {
    for (const rule of builtInRules) {
      for (const example of rule.examples.flagged) {
        for (const { suggestion } of exampleFindings(example)) {
          expect(suggestion?.sql ?? '').not.toMatch(/existing_value|your_|<[a-z_ ]+>|\bfoo\b|…/i)
        }
      }
    }
  })
})

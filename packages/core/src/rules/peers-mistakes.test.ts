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

describe('says nothing of what costs nothing', () => {
  const silent: readonly (readonly [string, Case])[] = [
    [
      'DEFAULT now() does not rewrite',
      { given: users, up: 'ALTER TABLE users ADD COLUMN made timestamptz NOT NULL DEFAULT now()' },
    ],
    [
      'nor does CURRENT_TIMESTAMP',
      { given: users, up: 'ALTER TABLE users ADD COLUMN made timestamptz DEFAULT CURRENT_TIMESTAMP' },
    ],
    [
      'nor a stable function with arguments',
      { given: users, up: "ALTER TABLE users ADD COLUMN made timestamp DEFAULT timezone('utc', now())" },
    ],
    [
      'nor an immutable one',
      { given: users, up: "ALTER TABLE users ADD COLUMN code text DEFAULT concat('a', 'b')" },
    ],
    ['a constant default', { given: users, up: 'ALTER TABLE users ADD COLUMN m int NOT NULL DEFAULT 7' }],
    [
      'a longer varchar is not narrowing',
      { given: users, up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)' },
    ],
    ['nor is varchar to text', { given: users, up: 'ALTER TABLE users ALTER COLUMN name TYPE text' }],
    [
      'MODIFY to a longer type',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users MODIFY name varchar(60)' },
    ],
    [
      'MODIFY that says the column as it is',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users MODIFY n int NOT NULL DEFAULT 0' },
    ],
    [
      'CHANGE under the same name is no rename',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users CHANGE name name varchar(60)' },
    ],
    [
      'NOT NULL of one column, DEFAULT of another',
      { given: users, up: "ALTER TABLE users ADD COLUMN a text, ADD COLUMN b text NOT NULL DEFAULT ''" },
    ],
    [
      'a value at the end of an enum',
      {
        dialect: 'mysql',
        given: "CREATE TABLE o (s ENUM('a', 'b'))",
        up: "ALTER TABLE o MODIFY s ENUM('a', 'b', 'c')",
      },
    ],
  ]

  test.each(silent)('%s', (_what, example) => {
    expect(told(example).map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })
})

describe('does not miss what looks harmless', () => {
  const spoken: readonly (readonly [string, Case, string])[] = [
    [
      'a volatile default does rewrite',
      { given: users, up: 'ALTER TABLE users ADD COLUMN key uuid DEFAULT gen_random_uuid()' },
      'add-column-volatile-default',
    ],
    [
      'clock_timestamp() too',
      { given: users, up: 'ALTER TABLE users ADD COLUMN made timestamptz DEFAULT clock_timestamp()' },
      'add-column-volatile-default',
    ],
    [
      'a shorter varchar',
      { given: users, up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(20)' },
      'type-narrowing',
    ],
    [
      'MODIFY to a shorter type',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users MODIFY name varchar(20)' },
      'type-narrowing',
    ],
    [
      'MODIFY that forgets half of the column',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users MODIFY n bigint' },
      'modify-drops-attributes',
    ],
    [
      'CHANGE under another name',
      { dialect: 'mysql', given: users, up: 'ALTER TABLE users CHANGE name label varchar(50)' },
      'rename-column',
    ],
    [
      'RENAME COLUMN is a rename, not a drop',
      { given: users, up: 'ALTER TABLE users RENAME COLUMN name TO label' },
      'rename-column',
    ],
    [
      'a down script of comments',
      { given: users, up: 'ALTER TABLE users ADD COLUMN a text', down: '-- drop it by hand' },
      'empty-down',
    ],
    ['what cannot be read', { given: users, up: 'ALTR TABLE users ADD COLUMN a text' }, 'unknown-statement'],
    [
      'foreign_keys = OFF inside the transaction',
      {
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE)',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new SELECT id FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;',
      },
      'sqlite-rebuild-cascade',
    ],
  ]

  test.each(spoken)('%s', (_what, example, ruleId) => {
    expect(ids(example)).toContain(ruleId)
  })

  test('foreign_keys = OFF before the transaction is a guard', () => {
    expect(
      ids({
        dialect: 'sqlite',
        transaction: 'none',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE)',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new SELECT id FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;',
      }),
    ).not.toContain('sqlite-rebuild-cascade')
  })

  test('each of several statements of one ALTER TABLE, at its own column', () => {
    const found = told({ given: users, up: 'ALTER TABLE users DROP COLUMN name, DROP COLUMN n' })
    expect(found.map(({ objects }) => objects[0]).sort()).toEqual(['users.n', 'users.name'])
  })

  test('the version that is said counts from its first release on', () => {
    const up = 'CREATE TABLE items (id INTEGER PRIMARY KEY) STRICT'
    expect(ids({ dialect: 'sqlite', dbVersion: '3.37', up })).not.toContain('version-gated')
    expect(ids({ dialect: 'sqlite', dbVersion: '3.36', up })).toContain('version-gated')
  })

  test('the other statements of a file with an unreadable one', () => {
    expect(ids({ given: users, up: 'ALTR TABLE users ADD a text; DROP TABLE users;' })).toContain(
      'drop-table',
    )
  })

  test('RENAME COLUMN as nothing else', () => {
    expect(ids({ given: users, up: 'ALTER TABLE users RENAME COLUMN name TO label' })).toEqual([
      'rename-column',
    ])
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

  test('another collation does not write the rows again', () => {
    const found = told({
      given: users,
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50) COLLATE "C"',
    })
    expect(found.map(({ ruleId }) => ruleId)).not.toContain('alter-column-type-rewrite')
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

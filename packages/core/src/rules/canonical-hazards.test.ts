import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { Example } from './rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age int)'

/** Everything that is said of a migration: one hazard, one finding. */
const cases: readonly (Omit<Example, 'title'> & { readonly says: readonly string[] })[] = [
  { given: users, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'missing-down'] },
  {
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users DROP COLUMN email',
    says: ['drop-column', 'missing-down'],
  },
  {
    dialect: 'sqlite',
    given: users,
    up: 'ALTER TABLE users DROP COLUMN email',
    says: ['drop-column', 'missing-down'],
  },
  { given: users, up: 'DROP TABLE users', says: ['drop-table', 'missing-down'] },
  { dialect: 'mysql', given: users, up: 'DROP TABLE users', says: ['drop-table', 'missing-down'] },
  { given: users, up: 'TRUNCATE users', says: ['missing-down', 'truncate'] },
  { dialect: 'mysql', given: users, up: 'DELETE FROM users', says: ['delete-without-where', 'missing-down'] },
  {
    given: users,
    up: 'ALTER TABLE users DROP COLUMN email',
    down: 'ALTER TABLE users ADD COLUMN email varchar(100)',
    says: ['drop-column', 'down-loses-data'],
  },
  {
    dialect: 'mysql',
    given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid'))",
    up: "ALTER TABLE orders MODIFY COLUMN status ENUM('new_status_1', 'new_status_2')",
    says: ['enum-values-replaced', 'missing-down'],
  },
  {
    dialect: 'mysql',
    given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid') NOT NULL DEFAULT 'pending')",
    up: "ALTER TABLE orders MODIFY COLUMN status ENUM('pending')",
    says: ['enum-values-removed', 'modify-drops-attributes', 'missing-down'],
  },
  {
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN experimental_features JSON',
    down: 'ALTER TABLE users DROP COLUMN experimental_features',
    says: ['experimental-object'],
  },
  {
    given: users,
    up: 'ALTER TABLE users ADD COLUMN name text NOT NULL',
    down: 'ALTER TABLE users DROP COLUMN name',
    says: ['add-required-column'],
  },
  {
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN email TYPE varchar(20)',
    down: 'ALTER TABLE users ALTER COLUMN email TYPE varchar(100)',
    says: ['type-narrowing'],
  },
  {
    given: users,
    up: 'CREATE INDEX users_email ON users (email)',
    down: 'DROP INDEX users_email',
    says: ['create-index-not-concurrently'],
  },
  {
    given: users,
    up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
    down: 'DROP INDEX CONCURRENTLY users_email',
    transaction: 'none',
    says: [],
  },
  {
    dialect: 'mysql',
    given: users,
    up: 'CREATE INDEX users_email ON users (email)',
    down: 'DROP INDEX users_email ON users',
    says: [],
  },
  {
    dialect: 'mysql',
    given: users,
    up: 'ALTER TABLE users MODIFY age bigint',
    down: 'ALTER TABLE users MODIFY age int',
    says: ['mysql-table-copy', 'down-can-fail-on-data'],
  },
  { dialect: 'mysql', given: users, up: 'CREATE TABLE carts (id int PRIMARY KEY)', says: ['missing-down'] },
  {
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN email TYPE text',
    down: '-- nothing',
    says: ['empty-down'],
  },
]

test.each(cases)('$dialect $up', ({ says, ...example }) => {
  const findings = exampleFindings({ title: '', ...example })
  expect(findings.map(finding => finding.ruleId).sort()).toEqual([...says].sort())
})

test('a finding has its place, its statement and the lock', () => {
  const [finding] = exampleFindings({
    title: '',
    given: users,
    up: '-- bye\nALTER TABLE users\n  DROP COLUMN email;',
    down: 'ALTER TABLE users ADD COLUMN email varchar(100)',
  })
  expect(finding).toMatchObject({
    ruleId: 'drop-column',
    category: 'data-loss',
    severity: 'error',
    direction: 'up',
    file: 'example.up.sql',
    location: { line: 2, column: 1, endLine: 3, endColumn: 20 },
    statement: 'ALTER TABLE users\n  DROP COLUMN email',
    objects: ['users.email'],
    lock: { mode: 'ACCESS EXCLUSIVE', table: 'users', rewrite: false, blocks: 'reads and writes' },
  })
})

/** Facts that other tools tell wrong; each was measured. */
const facts: readonly (Omit<Example, 'title'> & {
  readonly fact: string
  readonly says: readonly string[]
})[] = [
  {
    fact: 'now() is one value for the whole statement: nothing is rewritten',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN created_at timestamptz NOT NULL DEFAULT now()',
    says: [],
  },
  {
    fact: 'arguments do not make a stable default volatile',
    given: users,
    up: "ALTER TABLE users ADD COLUMN created_at timestamp NOT NULL DEFAULT timezone('utc', now())",
    says: [],
  },
  {
    fact: 'a longer varchar is neither a rewrite nor a loss',
    given: 'CREATE TABLE users (name varchar(50))',
    up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)',
    says: [],
  },
  {
    fact: 'another collation rebuilds indexes, not the table',
    given: 'CREATE TABLE users (name text)',
    up: 'ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C"',
    says: [],
  },
  {
    fact: 'MODIFY that only grows a varchar within its length byte copies nothing',
    dialect: 'mysql',
    given: 'CREATE TABLE users (name varchar(20)) DEFAULT CHARSET=utf8mb4',
    up: 'ALTER TABLE users MODIFY name varchar(60)',
    says: [],
  },
  {
    fact: 'across 255 bytes it does',
    dialect: 'mysql',
    given: 'CREATE TABLE users (name varchar(20)) DEFAULT CHARSET=utf8mb4',
    up: 'ALTER TABLE users MODIFY name varchar(64)',
    says: ['varchar-length-byte-boundary'],
  },
  {
    fact: 'a primary key column stays NOT NULL although MODIFY does not say so',
    dialect: 'mysql',
    given: 'CREATE TABLE users (id varchar(20) NOT NULL, PRIMARY KEY (id))',
    up: 'ALTER TABLE users MODIFY id varchar(30)',
    says: [],
  },
]

test.each(facts)('$fact', ({ fact: _fact, says, ...example }) => {
  const findings = exampleFindings({ title: '', ...example }, { settings: { 'missing-down': 'off' } })
  expect(findings.map(finding => finding.ruleId)).toEqual(says)
})

test.each([
  ['CREATE INDEX users_email ON users (email)', 'SHARE', 'writes'],
  ['ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17)', 'ACCESS EXCLUSIVE', 'reads and writes'],
])('the lock of %s', (up, mode, blocks) => {
  const [finding] = exampleFindings({ title: '', given: users, up }, { settings: { 'missing-down': 'off' } })
  expect(finding?.lock).toMatchObject({ mode, blocks, table: 'users' })
})

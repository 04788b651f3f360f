import { expect, test } from 'vitest'
import { dbMigrate } from '../layouts/db-migrate.ts'
import { dbmate } from '../layouts/dbmate.ts'
import { diesel } from '../layouts/diesel.ts'
import { drizzle } from '../layouts/drizzle.ts'
import { goose } from '../layouts/goose.ts'
import { pop } from '../layouts/pop.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const journal = JSON.stringify({
  version: '7',
  dialect: 'postgresql',
  entries: [{ idx: 0, version: '7', when: 1, tag: '0000_a', breakpoints: true }],
})

async function advice(tool: 'pop' | 'drizzle' | 'goose' | 'db-migrate', rule: string, sql: string) {
  const told = await {
    pop: () => findingsInLayout(pop, { 'm/1_a.up.sql': sql }, 'postgres'),
    drizzle: () =>
      findingsInLayout(drizzle, { 'd/0000_a.sql': sql, 'd/meta/_journal.json': journal }, 'postgres'),
    'db-migrate': () => findingsInLayout(dbMigrate, { 'm/sqls/20240101000000-a-up.sql': sql }, 'postgres'),
    goose: () => findingsInLayout(goose, { 'm/1_a.sql': `-- +goose Up\n${sql};` }, 'postgres'),
  }[tool]()
  return told.find(({ ruleId }) => ruleId === rule)?.instead
}

test.each([
  ['create-index-not-concurrently', 'CREATE INDEX users_email ON users (email)'],
  ['concurrently-in-transaction', 'CREATE INDEX CONCURRENTLY users_email ON users (email)'],
  ['add-unique-constraint', 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)'],
  ['add-column-unique-inline', 'ALTER TABLE users ADD COLUMN phone text UNIQUE'],
])('where every migration is in a transaction, %s has the index built by hand', async (rule, sql) => {
  for (const tool of ['pop', 'drizzle', 'db-migrate'] as const)
    expect(await advice(tool, rule, sql)).toMatch(
      /transaction\b.*: run the statement with CONCURRENTLY by hand, look that the index is valid, and let the migration say the same with IF NOT EXISTS and without CONCURRENTLY/,
    )
  expect(await advice('goose', rule, sql)).not.toContain('by hand')
})

test('an index that an earlier deploy is to build is not said with IF EXISTS', async () => {
  const key = `ALTER TABLE users ADD PRIMARY KEY (id);
ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id)`
  expect(await advice('pop', 'add-primary-key', key)).toMatch(
    /^Let an earlier deploy build a unique index .* CONCURRENTLY, outside a transaction, .*: run the statement with CONCURRENTLY by hand, look that the index is valid, .* with IF NOT EXISTS /,
  )
})

test('an index is dropped by hand too', async () => {
  expect(await advice('pop', 'drop-index-not-concurrently', 'DROP INDEX users_email')).toContain(
    'by hand, and let the migration say the same with IF EXISTS',
  )
})

test('an exchange of indexes is said with IF EXISTS for the one and IF NOT EXISTS for the other', async () => {
  const of = async (name: string) => {
    const given = 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email);'
    const sql = `DROP INDEX users_email; CREATE INDEX ${name} ON users (email, id);`
    const told = await findingsInLayout(pop, { 'm/1_a.up.sql': given, 'm/2_b.up.sql': sql }, 'postgres', 1)
    return told.find(({ ruleId }) => ruleId === 'drop-index-not-concurrently')?.instead
  }
  expect(await of('users_email_id')).toMatch(
    /and let the migration say the same without CONCURRENTLY, with IF NOT EXISTS behind CREATE INDEX and IF EXISTS behind DROP INDEX, for the databases that are new\.$/,
  )
  expect(await of('users_email')).toContain('leave the new one the name that it was built under')
})

test('a file that pop runs outside of a transaction is told nothing of one', async () => {
  const made = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email)'
  const given = { 'm/1_a.up.sql': 'CREATE TABLE users (id int, email text)' }
  const told = await findingsInLayout(pop, { ...given, 'm/2_b.autocommit.up.sql': made }, 'postgres', 1)
  const found = told.find(({ ruleId }) => ruleId === 'concurrent-index-invalid-retry')
  expect(found?.instead).toMatch(/^(?!.*pop puts every file into a transaction)/)
})

test('a tool is told to open no transaction where it can be told so for one migration', async () => {
  const sql = 'ALTER TABLE users ADD COLUMN age int; COMMIT; DROP TYPE plan'
  expect(await advice('db-migrate', 'transaction-nesting', sql)).toBe('Leave COMMIT out.')
  expect(await advice('goose', 'transaction-nesting', sql)).toBe(
    'Leave COMMIT out, or tell the tool to open no transaction for this migration: -- +goose NO TRANSACTION at its top.',
  )
  expect(await advice('goose', 'transaction-nesting', `BEGIN; ${sql}`)).toMatch(
    /^Leave BEGIN and COMMIT out, or tell the tool to open no transaction for this migration: /,
  )
})

test('what needs no index says nothing of it', async () => {
  expect(
    await advice('pop', 'set-not-null', 'ALTER TABLE users ALTER COLUMN email SET NOT NULL'),
  ).not.toContain('by hand')
})

test.each([
  [diesel, { 'm/1_a/up.sql': '', 'm/1_a/down.sql': '' }, 'm/1_a/up.sql', 'run_in_transaction = false'],
  [dbmate, {}, 'm/1_a.sql', '-- migrate:up transaction:false'],
  [goose, {}, 'm/1_a.sql', '-- +goose NO TRANSACTION'],
] as const)(
  'a tool is told in its own words to open no transaction: %#',
  async (layout, files, path, words) => {
    const begin = { dbmate: '-- migrate:up\n', goose: '-- +goose Up\n' }[layout.name] ?? ''
    const sql = `${begin}CREATE INDEX CONCURRENTLY users_email ON users (email);`
    const told = await findingsInLayout(layout, { ...files, [path]: sql }, 'postgres')
    const found = told.find(({ ruleId }) => ruleId === 'concurrently-in-transaction')
    expect(found?.instead).toContain(`for which the tool opens no transaction: `)
    expect(found?.instead).toContain(words)
  },
)

import { expect, test } from 'vitest'
import { type DialectEvidence, detectDialect } from './detect-dialect.ts'
import { memoryFiles } from './memory-files.ts'

test.each([
  ['mysql', 'the folder is called mysql', { 'db/mysql/1.sql': 'CREATE TABLE a (id SERIAL)' }],
  [
    'sqlite',
    'provider "sqlite" in m/migration_lock.toml',
    { 'm/1/migration.sql': '', 'm/migration_lock.toml': 'provider = "sqlite"' },
  ],
  [
    'postgres',
    '"pg" in app/package.json',
    { 'app/m/1.sql': 'DROP TABLE a', 'app/package.json': '{"dependencies":{"pg":"8"}}' },
  ],
  [
    'mysql',
    'ENGINE=I in m/1.sql',
    { 'm/1.sql': 'CREATE TABLE a (id int) ENGINE=InnoDB', 'package.json': '{"dependencies":{"pg":"8"}}' },
  ],
  [
    'mariadb',
    'mariadb:11',
    { 'm/1.sql': 'ALTER TABLE a MODIFY b int', 'compose.yaml': 'services:\n  db:\n    image: "mariadb:11"' },
  ],
  [
    'mariadb',
    'ADD COLUMN IF NOT EXISTS',
    { 'm/1.sql': 'ALTER TABLE a ADD COLUMN IF NOT EXISTS b TINYINT UNSIGNED' },
  ],
  [
    'mariadb',
    'CREATE OR REPLACE TABLE in m/1.sql, and dependency "mysql2" in package.json',
    { 'm/1.sql': 'CREATE OR REPLACE TABLE a (b int)', 'package.json': '{"dependencies":{"mysql2":"3"}}' },
  ],
  [
    'mysql',
    'dependency "mysql2"',
    {
      'm/1.sql': 'CREATE TABLE IF NOT EXISTS a (b int); DROP TABLE IF EXISTS a; SELECT 1 /* MariaDB */',
      'package.json': '{"dependencies":{"mysql2":"3"}}',
    },
  ],
  ['sqlite', 'AUTOINCREMENT', { 'm/1.sql': 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)' }],
  [
    'postgres',
    'DATABASE_URL starts with "postgresql:"',
    { 'm/1.sql': 'DROP TABLE a', '.env.example': 'DATABASE_URL="postgresql://u:secret@h/d"' },
  ],
  ['postgres', 'assumed', { 'm/1.sql': 'DROP TABLE a', '.env': 'DATABASE_URL=mysql://secret' }],
  [
    'postgres',
    'assumed',
    {
      'm/1.sql': '-- ENGINE=InnoDB\nDROP TABLE a',
      'package.json': '{"dependencies":{"pg":"8","mysql2":"3"}}',
    },
  ],
] as const)('%s: %s', async (name, evidence, files) => {
  const migrations = Object.keys(files).filter(path => path.endsWith('.sql'))
  const detected = await detectDialect(migrations, memoryFiles(files))
  expect(detected.name).toBe(name)
  expect(detected.evidence).toContain(evidence)
  expect(detected.evidence).not.toContain('secret')
})

test('MariaDB by code that may ask for the client first is a guess, and not made', async () => {
  const code = "exports.up = knex => knex.raw('ALTER TABLE a DROP COLUMN IF EXISTS b')"
  const files = memoryFiles({ 'm/1.js': code, 'knexfile.js': "module.exports = { client: 'mysql2' }" })
  expect(await detectDialect(['m/1.js'], files)).toEqual({
    name: 'mysql',
    evidence: 'client "mysql2" in knexfile.js',
  })
})

test('the loaded config of a tool is asked where no text names the engine', async () => {
  const loaded = async (): Promise<DialectEvidence> => ({ name: 'sqlite', evidence: 'loaded' })
  const code = { 'm/1.js': "knex.raw('ALTER TABLE a MODIFY b int')" }
  expect((await detectDialect(['m/1.js'], memoryFiles(code), undefined, loaded)).name).toBe('sqlite')
  const knexfile = { ...code, 'knexfile.js': "module.exports = { client: 'pg' }" }
  expect((await detectDialect(['m/1.js'], memoryFiles(knexfile), undefined, loaded)).name).toBe('postgres')
})

test('the methods of a query builder name no engine', async () => {
  const code =
    "exports.up = knex => knex.schema.createTable('a', t => { t.integer('b').unsigned(); t.jsonb('c') })"
  const files = memoryFiles({ 'm/1.js': code, 'package.json': '{"dependencies":{"better-sqlite3":"12"}}' })
  expect((await detectDialect(['m/1.js'], files)).name).toBe('sqlite')
})

test('folders of several engines are no single history', async () => {
  const paths = ['m/mysql/1.sql', 'm/readme.sql', 'm/sqlite/1.sql']
  await expect(detectDialect(paths, memoryFiles({}))).rejects.toThrow(
    'several engines (folders mysql, sqlite)',
  )
})

test('an engine that is not read is refused, not taken for another', async () => {
  const files = memoryFiles({ 'm/1/migration.sql': '', 'm/migration_lock.toml': 'provider = "sqlserver"' })
  await expect(detectDialect(['m/1/migration.sql'], files)).rejects.toThrow(
    'provider "sqlserver" in m/migration_lock.toml: migration-lint reads PostgreSQL, MySQL, MariaDB and SQLite only.',
  )
})

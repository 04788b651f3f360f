import { expect, test } from 'vitest'
import { placeholderStyle } from '../lexer/placeholders.ts'
import { detectDialect } from './detect-dialect.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { memoryFiles } from './memory-files.ts'

const at = (paths: readonly string[]) => paths.map(file => ({ up: { file, transaction: 'none' as const } }))

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
  [
    'sqlite',
    '"d1_databases" in worker/wrangler.toml.template',
    {
      'db/1.sql': 'CREATE TABLE a (b TEXT, c BOOLEAN)',
      'worker/wrangler.toml.template': '[[d1_databases]]\nbinding = "DB"',
    },
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
  const detected = await detectDialect(at(migrations), memoryFiles(files))
  expect(detected.name).toBe(name)
  expect(detected.evidence).toContain(evidence)
  expect(detected.evidence).not.toContain('secret')
})

test('MariaDB by code that may ask for the client first is a guess, and not made', async () => {
  const code = "exports.up = knex => knex.raw('ALTER TABLE a DROP COLUMN IF EXISTS b')"
  const files = memoryFiles({ 'm/1.js': code, 'knexfile.js': "module.exports = { client: 'mysql2' }" })
  expect(await detectDialect(at(['m/1.js']), files)).toEqual({
    name: 'mysql',
    evidence: 'client "mysql2" in knexfile.js',
    mayBeSibling: true,
  })
})

test('the loaded config of a tool is asked where no text names the engine', async () => {
  const loaded = async (): Promise<DialectEvidence> => ({ name: 'sqlite', evidence: 'loaded' })
  const code = { 'm/1.js': "knex.raw('ALTER TABLE a MODIFY b int')" }
  expect((await detectDialect(at(['m/1.js']), memoryFiles(code), undefined, loaded)).name).toBe('sqlite')
  const knexfile = { ...code, 'knexfile.js': "module.exports = { client: 'pg' }" }
  expect((await detectDialect(at(['m/1.js']), memoryFiles(knexfile), undefined, loaded)).name).toBe(
    'postgres',
  )
})

test('the methods of a query builder name no engine', async () => {
  const code =
    "exports.up = knex => knex.schema.createTable('a', t => { t.integer('b').unsigned(); t.jsonb('c') })"
  const files = memoryFiles({ 'm/1.js': code, 'package.json': '{"dependencies":{"better-sqlite3":"12"}}' })
  expect((await detectDialect(at(['m/1.js']), files)).name).toBe('sqlite')
})

test('the size of a text in Knex names no engine, nor does SQLite beside a server', async () => {
  const code = "exports.up = knex => knex.schema.table('a', t => { t.text('b', 'mediumtext').notNullable() })"
  const manifest = '{"dependencies":{"sqlite3":"5"}, "devDependencies":{}}'
  const both = manifest.replace('{"sqlite3"', '{"pg":"8","sqlite3"')
  const files = (dependencies: string) => memoryFiles({ 'm/1.js': code, 'package.json': dependencies })
  expect((await detectDialect(at(['m/1.js']), files(manifest))).name).toBe('sqlite')
  expect((await detectDialect(at(['m/1.js']), files(both))).name).toBe('postgres')
})

test('folders of several engines are no single history', async () => {
  const paths = ['m/mysql/1.sql', 'm/readme.sql', 'm/sqlite/1.sql']
  await expect(detectDialect(at(paths), memoryFiles({}))).rejects.toThrow(
    'several engines: name one of m/mysql, m/sqlite, or give --dialect.',
  )
})

test('an engine that is not read is refused, not taken for another', async () => {
  const files = memoryFiles({ 'm/1/migration.sql': '', 'm/migration_lock.toml': 'provider = "sqlserver"' })
  await expect(detectDialect(at(['m/1/migration.sql']), files)).rejects.toThrow(
    'for SQL Server (provider "sqlserver" in m/migration_lock.toml)',
  )
})

test.each([
  [
    'postgres',
    'CREATE TABLE a (id BIGINT GENERATED BY DEFAULT AS IDENTITY, b INTEGER PRIMARY KEY)',
    'GENERATED',
  ],
  [
    'sqlite',
    'CREATE TABLE a (id integer PRIMARY KEY, b tinyint, "c" text);\nCREATE INDEX i ON a ("c")',
    'integer PRIMARY KEY',
  ],
  [
    'postgres',
    'SELECT 1;\nALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID',
    'its grammar reads 2 of 2',
  ],
] as const)('%s is the one that reads it: %s', async (name, text, evidence) => {
  const detected = await detectDialect(at(['m/1.sql']), memoryFiles({ 'm/1.sql': text }))
  expect(detected.name).toBe(name)
  expect(detected.evidence).toContain(evidence)
})

test.each([
  [{ 'm/clickhouse/1.sql': 'SELECT 1' }, 'for ClickHouse (the folder m/clickhouse)'],
  [
    { 'm/1.sql': 'CREATE TABLE a (b String) ENGINE = MergeTree' },
    'for ClickHouse (ENGINE = MergeTree in m/1.sql)',
  ],
  [{ 'm/1.sql': 'CREATE TABLE a (b NVARCHAR(MAX))' }, 'for SQL Server'],
])('an engine that is not read is refused: %j', async (files, message) => {
  await expect(detectDialect(at(Object.keys(files)), memoryFiles(files))).rejects.toThrow(message)
})

test('a placeholder of the config is read as what it is', async () => {
  const files = memoryFiles({ 'm/1.sql': 'ALTER TABLE <<prefix>>users DROP INDEX i' })
  const detected = async (...patterns: readonly string[]) =>
    (await detectDialect(at(['m/1.sql']), files, undefined, undefined, patterns.map(placeholderStyle))).name
  expect([await detected(), await detected('<<*>>')]).toEqual(['postgres', 'mysql'])
})

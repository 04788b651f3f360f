import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { findMigrations } from '../discovery/find-migrations.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import type { DialectName } from '../migration/migration.ts'
import { readMigrations } from '../readers/read-migrations.ts'

const files = {
  'm/1_a.up.sql': 'CREATE TABLE a (id int);',
  'm/1_a.down.sql': 'DROP TABLE a;',
  'm/1_a.mysql.up.sql': 'CREATE TABLE a (id int) ENGINE=InnoDB;',
  'm/2_b.postgres.up.sql': 'ALTER TABLE a ADD b int;',
  'm/2_b.cockroach.up.sql': 'ALTER TABLE a ADD b int;',
  'm/3_c.mysql.up.sql': 'ALTER TABLE a ADD c int;',
  'm/3_c.mysql.down.sql': 'ALTER TABLE a DROP c;',
}

type Contents = Readonly<Record<string, string>>

const found = (contents: Contents, dialect?: DialectName, paths: readonly string[] = ['m']) =>
  findMigrations({ paths, ...(dialect && { dialect }) }, memoryFiles(contents))

test.each([
  ['postgres', ['m/1_a.up.sql', 'm/2_b.postgres.up.sql'], 'not for postgres: 3 migrations'],
  ['mysql', ['m/1_a.mysql.up.sql', 'm/3_c.mysql.up.sql'], 'not for mysql: 3 migrations'],
  ['mariadb', ['m/1_a.mysql.up.sql', 'm/3_c.mysql.up.sql'], 'not for mariadb: 3 migrations'],
  ['sqlite', ['m/1_a.up.sql'], 'not for sqlite: 4 migrations'],
] as const)('%s runs its own files in the place of those for all', async (dialect, ups, left) => {
  const project = await found(files, dialect)
  expect(project.migrations.map(({ up }) => up.file)).toEqual(ups)
  expect(project.detected).toContain(left)
})

test('an engine that nobody names is asked for, not guessed', async () => {
  await expect(found(files)).rejects.toThrow(
    'These migrations are for several engines (mysql, postgres), and nothing in the project says which is used: give --dialect.',
  )
})

test.each([
  ['mysql', 'image "mysql:8"', { ...files, 'compose.yaml': 'services:\n  db:\n    image: mysql:8' }, ['m']],
  [
    'postgres',
    'dialect "postgres" in database.yml',
    { ...files, 'database.yml': databases('postgres') },
    ['m'],
  ],
  ['mysql', 'for it alone', files, ['m/3_c.mysql.up.sql']],
  ['postgres', 'for it alone', { 'm/1_a.up.sql': '', 'm/2_b.postgres.up.sql': '' }, ['m']],
] as const)('%s: %s', async (dialect, evidence, contents, paths) => {
  const project = await found(contents, undefined, paths)
  expect(project.dialect).toBe(dialect)
  expect(project.detected[1]).toContain(evidence)
})

test('a file for another engine, given alone, is no pass', async () => {
  await expect(found(files, 'sqlite', ['m/3_c.mysql.up.sql'])).rejects.toThrow(
    'None of the migrations in m/3_c.mysql.up.sql is for sqlite.',
  )
})

test('databases of several engines in database.yml name none', async () => {
  const mixed = { ...files, 'database.yml': databases('postgres', 'mysql') }
  await expect(found(mixed)).rejects.toThrow('several engines')
})

test('what runs before a file for one engine is what that engine ran', async () => {
  const project = await found(files, undefined, ['m/3_c.mysql.up.sql'])
  expect(project.earlier.map(({ up }) => up.file)).toEqual(['m/1_a.mysql.up.sql'])
})

test.each([
  ['', ['script', 'script', 'script']],
  ['require github.com/ory/x v0.1.0', ['none', 'script', 'script']],
] as const)('MySQL, PostgreSQL and SQLite with %j: the transaction is %j', async (goMod, expected) => {
  const contents = {
    'go.mod': goMod,
    'm/1_a.up.sql': 'CREATE TABLE a (id int); CREATE TABLE b (id int);',
    'm/2_b.postgres.autocommit.up.sql': 'CREATE INDEX CONCURRENTLY a_id ON a (id);',
  }
  const read = async (dialect: 'mysql' | 'postgres' | 'sqlite') => {
    const { migrations } = await readMigrations({
      migrations: (await found(contents, dialect)).migrations.map(file => ({ file, pending: true })),
      projectFiles: memoryFiles(contents),
      layout: 'pop',
      dialect: dialects[dialect],
      root: '/',
      knex: {},
    })
    return migrations.map(({ up }) => up.transaction)
  }
  const [mysql, postgres, sqlite] = await Promise.all([read('mysql'), read('postgres'), read('sqlite')])
  expect([mysql[0], postgres[0], sqlite[0]]).toEqual(expected)
  expect(postgres[1]).toBe('none')
})

function databases(...dialects: readonly string[]): string {
  return dialects.map((name, index) => `stage${index}:\n  dialect: "${name}"\n  database: shop\n`).join('\n')
}

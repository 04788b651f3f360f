import { expect, test } from 'vitest'
import { findMigrations } from './find-migrations.ts'
import { memoryFiles } from './memory-files.ts'
import { pendingByGit } from './pending-by-git.ts'

type Contents = Readonly<Record<string, string>>

const found = (
  contents: Contents,
  dialect?: 'mysql' | 'mariadb' | 'postgres',
  paths: readonly string[] = [],
) => findMigrations({ paths, ...(dialect && { dialect }) }, memoryFiles(contents))

const journal = (dialect: string) => JSON.stringify({ dialect, entries: [{ tag: '0000_a', when: 1 }] })

/** Each holds the same migration for two engines, some one for both. */
const projects: Readonly<Record<string, Contents>> = {
  plain: { 'migrations/mysql/1_a.sql': '', 'migrations/postgres/1_a.sql': '' },
  'up-down-files': { 'migrations/mysql/1_a.up.sql': '', 'migrations/postgres/1_a.up.sql': '' },
  flyway: {
    'db/migration/mysql/V2__a.sql': '',
    'db/migration/postgresql/V2__a.sql': '',
    'db/migration/common/V1__a.sql': '',
  },
  goose: { 'migrations/mysql/1_a.sql': '-- +goose Up\n', 'migrations/postgres/1_a.sql': '-- +goose Up\n' },
  diesel: {
    'diesel.toml': '',
    'migrations/mysql/2024-01-01-000000_a/up.sql': '',
    'migrations/postgresql/2024-01-01-000000_a/up.sql': '',
  },
  prisma: {
    'prisma/mysql-migrations/1_a/migration.sql': '',
    'prisma/postgresql-migrations/1_a/migration.sql': '',
  },
  drizzle: {
    'db/migrations/mysql/0000_a.sql': '',
    'db/migrations/mysql/meta/_journal.json': journal('mysql'),
    'db/migrations/postgresql/0000_a.sql': '',
    'db/migrations/postgresql/meta/_journal.json': journal('postgresql'),
  },
  dbmate: { 'db/mysql/migrations/1_a.sql': '-- migrate:up\n', 'db/pg/migrations/1_a.sql': '-- migrate:up\n' },
  'by file name': { 'migrations/1_a.mysql.sql': '', 'migrations/1_a.postgres.sql': '' },
}

test.each(Object.entries(projects))('%s: with several engines, the given one is read', async (_, files) => {
  const { migrations } = await found(files, 'mysql')
  expect(migrations.map(({ file }) => file)).toEqual(
    Object.keys(files)
      .filter(path => /mysql|common/.test(path) && path.endsWith('.sql'))
      .toSorted((first, second) => (first.includes('common') ? -1 : second.includes('common') ? 1 : 0)),
  )
})

test.each(Object.entries(projects))(
  '%s: with several engines and none given, none is guessed',
  async (_, files) => {
    await expect(found(files)).rejects.toThrow(/for several engines|Several migration folders found/)
  },
)

test('what is not for the engine is told', async () => {
  const { detected } = await found(projects.flyway ?? {}, 'postgres', ['db'])
  expect(detected).toContain('not for postgres: 1 file (db/migration/mysql)')
})

test('engines that are not read here are told from these', async () => {
  const names = ['mysql', 'db2', 'sybase', 'hsqldb', 'oracle', 'derby', 'firebird', 'informix']
  const files = Object.fromEntries(names.map(name => [`upgrade/1/x_${name}.sql`, '']))
  const { migrations, earlier } = await found(files, 'mysql', ['upgrade/1/x_mysql.sql'])
  expect([...earlier, ...migrations].map(({ file }) => file)).toEqual(['upgrade/1/x_mysql.sql'])
})

test('MariaDB runs what is for MySQL', async () => {
  const { migrations } = await found(projects.plain ?? {}, 'mariadb')
  expect(migrations.map(({ file }) => file)).toEqual(['migrations/mysql/1_a.sql'])
})

test('a file that is given alone names its engine', async () => {
  const files = {
    ...projects['by file name'],
    'migrations/2_b.mysql.sql': '',
    'migrations/2_b.postgres.sql': '',
  }
  const project = await found(files, undefined, ['migrations/2_b.mysql.sql'])
  expect(project.dialect).toBe('mysql')
  expect(project.earlier.map(({ file }) => file)).toEqual(['migrations/1_a.mysql.sql'])
})

test('a name that ends in the word of an engine is a name, where there is no other', async () => {
  const { migrations } = await found(
    { 'migrations/1_to_postgres.sql': '', 'migrations/2_b.sql': '' },
    'mysql',
  )
  expect(migrations).toHaveLength(2)
})

test('a folder of an engine that is not read is no part of the history', async () => {
  const files = { 'migrations/mysql/1_a.sql': '', 'migrations/clickhouse/1_a.sql': '' }
  await expect(found(files)).rejects.toThrow('name one of migrations/mysql, or give --dialect.')
  expect((await found(files, 'mysql')).migrations.map(({ file }) => file)).toEqual([
    'migrations/mysql/1_a.sql',
  ])
})

test('the short name of an engine counts beside others alone', async () => {
  const suffixes = { 'm/1_a-mysql.sql': '', 'm/1_a-pg.sql': '', 'm/1_a-og.sql': '', 'm/2_b-og.sql': '' }
  const { migrations } = await found(suffixes, 'mysql', ['m'])
  expect(migrations.map(({ file }) => file)).toEqual(['m/1_a-mysql.sql', 'm/2_b-og.sql'])
  const folders = { 'm/mysql/1_a.sql': '', 'm/pg/1_a.sql': '', 'm/og/1_a.sql': '' }
  expect((await found(folders, 'mysql', ['m'])).migrations.map(({ file }) => file)).toEqual([
    'm/mysql/1_a.sql',
  ])
  expect((await found({ 'm/og/1_a.sql': '' }, 'mysql', ['m'])).migrations).toHaveLength(1)
})

test.each([
  ['postgres', { 'm/1_a.mysql.up.sql': 'MY', 'm/1_a.postgres.up.sql': 'PG' }],
  ['mysql', { 'm/mysql/1_a.sql': 'MY', 'm/postgres/1_a.sql': 'PG' }],
] as const)('an unchanged file of another engine than %s is no edit: %o', async (dialect, files) => {
  const project = await found(files, dialect, ['m'])
  const marked = await pendingByGit(project, {
    files: memoryFiles(files),
    base: memoryFiles(files),
    baseName: 'main',
    judgeEdited: false,
  })
  expect(marked.problems).toEqual([])
})

import { expect, test } from 'vitest'
import { dialects } from './dialects/index.ts'
import { findMigrations } from './discovery/find-migrations.ts'
import { memoryFiles } from './discovery/memory-files.ts'
import { pendingByApplied } from './discovery/pending.ts'
import { pendingByGit } from './discovery/pending-by-git.ts'
import { layouts } from './layouts/index.ts'
import { lint } from './lint.ts'
import { readMigrations } from './readers/read-migrations.ts'

type Behaviour = 'runs-late' | 'fails' | 'never-runs'
type Edits = 'ignored' | 'fails'
type Contents = Readonly<Record<string, string>>

interface Row {
  readonly layout: string
  /** Two migrations, `first` and `second` with `sql` in each. */
  files(sql: string): Contents
  readonly outOfOrder: Behaviour
  readonly edited: Edits
  /** Around each script by default. */
  readonly transaction: 'none' | 'script' | 'batch'
  /** CREATE INDEX CONCURRENTLY alone in a file fails. */
  readonly refusesConcurrently: boolean
  readonly twice?: Contents
  readonly orphan?: Contents
}

const named =
  (first: string, second: string, before = '', after = '') =>
  (sql: string): Contents => ({ [first]: before + sql + after, [second]: before + sql + after })

const journal = JSON.stringify({
  dialect: 'postgresql',
  entries: [
    { tag: '0000_a', when: 1 },
    { tag: '0001_b', when: 2 },
  ],
})

/** What each runner really does: run, or read in its source (the layout's own file says which). */
const rows: readonly Row[] = [
  { layout: 'dbmate', files: named('m/1_a.sql', 'm/2_b.sql', '-- migrate:up\n', '\n-- migrate:down\n'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a.sql': '-- migrate:up\n', 'm/1_b.sql': '-- migrate:up\n' } },
  { layout: 'goose', files: named('m/1_a.sql', 'm/2_b.sql', '-- +goose Up\n'), outOfOrder: 'fails', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a.sql': '-- +goose Up\n', 'm/01_b.sql': '-- +goose Up\n' } },
  { layout: 'sql-migrate', files: named('m/1_a.sql', 'm/2_b.sql', '-- +migrate Up\n'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: true },
  { layout: 'liquibase', files: named('m/1_a.sql', 'm/2_b.sql', '--liquibase formatted sql\n--changeset a:1\n'), outOfOrder: 'runs-late', edited: 'fails', transaction: 'script', refusesConcurrently: true, twice: { 'm/1.sql': '--liquibase formatted sql\n--changeset a:1\nA;\n--changeset a:1\nB;' } },
  { layout: 'sqitch', files: sql => ({ 'm/sqitch.plan': 'a 2024 A\nb 2024 A\n', 'm/deploy/a.sql': sql, 'm/deploy/b.sql': sql }), outOfOrder: 'fails', edited: 'fails', transaction: 'none', refusesConcurrently: false },
  { layout: 'drizzle', files: sql => ({ 'm/meta/_journal.json': journal, 'm/0000_a.sql': sql, 'm/0001_b.sql': sql }), outOfOrder: 'never-runs', edited: 'ignored', transaction: 'batch', refusesConcurrently: true },
  { layout: 'prisma', files: named('m/1_a/migration.sql', 'm/2_b/migration.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: false, orphan: { 'm/1_a/migration.sql': '', 'm/2_b/down.sql': '' } },
  { layout: 'supabase', files: named('supabase/migrations/1_a.sql', 'supabase/migrations/2_b.sql'), outOfOrder: 'fails', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'supabase/migrations/1_a.sql': '', 'supabase/migrations/1_b.sql': '' } },
  { layout: 'graphile-migrate', files: named('m/committed/000001.sql', 'm/committed/000002.sql', '--! Previous: -\n--! Hash: sha1:x\n\n'), outOfOrder: 'fails', edited: 'fails', transaction: 'script', refusesConcurrently: true },
  { layout: 'flyway', files: named('m/V1__a.sql', 'm/V2__b.sql', 'CREATE TABLE b (id int);\n'), outOfOrder: 'fails', edited: 'fails', transaction: 'script', refusesConcurrently: true, twice: { 'm/V1__a.sql': '', 'm/V1__b.sql': '' }, orphan: { 'm/V1__a.sql': '', 'm/U2__b.sql': '' } },
  { layout: 'refinery', files: sql => ({ 'Cargo.toml': '[dependencies]\nrefinery = "0.9"', ...named('m/V1__a.sql', 'm/V2__b.sql')(sql) }), outOfOrder: 'fails', edited: 'fails', transaction: 'script', refusesConcurrently: true, twice: { 'm/V1__a.sql': '', 'm/U1__b.sql': '' } },
  { layout: 'mybatis', files: named('m/1_a.sql', 'm/2_b.sql', '', '\n-- //@UNDO\n'), outOfOrder: 'never-runs', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a.sql': '', 'm/01_b.sql': '' } },
  { layout: 'postgrator', files: named('m/1.do.a.sql', 'm/2.do.b.sql'), outOfOrder: 'never-runs', edited: 'fails', transaction: 'script', refusesConcurrently: false, twice: { 'm/1.do.a.sql': '', 'm/001.do.b.sql': '' }, orphan: { 'm/1.do.a.sql': '', 'm/2.undo.b.sql': '' } },
  { layout: 'atlas', files: sql => ({ 'm/atlas.sum': 'h1:x', 'm/1_a.sql': sql, 'm/2_b.sql': sql }), outOfOrder: 'fails', edited: 'fails', transaction: 'script', refusesConcurrently: true, twice: { 'm/atlas.sum': '', 'm/1_a.sql': '', 'm/1_b.sql': '' } },
  { layout: 'pop', files: named('m/1_a.postgres.up.sql', 'm/2_b.up.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a.postgres.up.sql': '', 'm/1_b.postgres.up.sql': '' }, orphan: { 'm/1_a.postgres.up.sql': '', 'm/2_b.down.sql': '' } },
  { layout: 'golang-migrate', files: sql => ({ 'go.mod': 'require github.com/golang-migrate/migrate/v4', ...named('m/1_a.up.sql', 'm/2_b.up.sql')(sql) }), outOfOrder: 'never-runs', edited: 'ignored', transaction: 'script', refusesConcurrently: false, twice: { 'm/1_a.up.sql': '', 'm/01_b.up.sql': '' }, orphan: { 'm/1_a.up.sql': '', 'm/2_b.down.sql': '' } },
  { layout: 'sqlx', files: sql => ({ 'Cargo.toml': '[dependencies]\nsqlx = "0.8"', ...named('m/1_a.sql', 'm/2_b.sql')(sql) }), outOfOrder: 'runs-late', edited: 'fails', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a.sql': '', 'm/01_b.sql': '' }, orphan: { 'm/1_a.up.sql': '', 'm/2_b.down.sql': '' } },
  { layout: 'diesel', files: sql => ({ 'diesel.toml': '', ...named('m/1_a/up.sql', 'm/2_b/up.sql')(sql) }), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: true, twice: { 'm/1_a/up.sql': '', 'm/1_b/up.sql': '' }, orphan: { 'm/1_a/up.sql': '', 'm/2_b/down.sql': '' } },
  { layout: 'node-pg-migrate', files: named('m/1_a.sql', 'm/2_b.sql', '-- Up Migration\n'), outOfOrder: 'fails', edited: 'ignored', transaction: 'batch', refusesConcurrently: true },
  { layout: 'db-migrate', files: named('m/sqls/20240101000000-a-up.sql', 'm/sqls/20240102000000-b-up.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'script', refusesConcurrently: true, orphan: { 'm/sqls/20240101000000-a-up.sql': '', 'm/sqls/20240102000000-b-down.sql': '' } },
  { layout: 'up-down-folders', files: named('m/1_a/up.sql', 'm/2_b/up.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'none', refusesConcurrently: false, orphan: { 'm/1_a/up.sql': '', 'm/2_b/down.sql': '' } },
  { layout: 'up-down-files', files: named('m/1_a.up.sql', 'm/2_b.up.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'none', refusesConcurrently: false, twice: { 'm/001_a.up.sql': '', 'm/001_b.up.sql': '' }, orphan: { 'm/1_a.up.sql': '', 'm/2_b.down.sql': '' } },
  { layout: 'plain', files: named('m/1_a.sql', 'm/2_b.sql'), outOfOrder: 'runs-late', edited: 'ignored', transaction: 'none', refusesConcurrently: false, twice: { 'm/001_a.sql': '', 'm/001_b.sql': '' } },
] // biome-ignore format: a table

/** Tools whose migrations are code. */
const inCode: Readonly<Record<string, readonly [Behaviour, Edits]>> = {
  'knex-migrator': ['runs-late', 'ignored'],
  knex: ['runs-late', 'ignored'],
  typeorm: ['runs-late', 'ignored'],
  sequelize: ['runs-late', 'ignored'],
  'mikro-orm': ['runs-late', 'ignored'],
  kysely: ['fails', 'ignored'],
}

test.each(Object.entries(inCode))('%s: %j', (name, [outOfOrder, edited]) => {
  const layout = layouts.find(one => one.name === name)
  expect([layout?.outOfOrder.behaviour, layout?.editedApplied.behaviour]).toEqual([outOfOrder, edited])
})

const found = (row: Row, contents: Contents) =>
  findMigrations(
    { paths: [folderOf(contents)], layout: row.layout, dialect: 'postgres' },
    memoryFiles(contents),
  )

function folderOf(contents: Contents): string {
  return Object.keys(contents).some(path => path.startsWith('supabase/')) ? 'supabase/migrations' : 'm'
}

test.each(rows)('$layout: a late file $outOfOrder', async row => {
  const project = await found(row, row.files('SELECT 1;'))
  const [first, second] = project.migrations
  const { problems } = pendingByApplied(project, [second?.name ?? ''])
  const late = problems.filter(({ ruleId }) => ruleId === 'out-of-order')
  // The history of golang-migrate holds the last version alone: what lies before it counts as applied.
  if (row.layout === 'golang-migrate') expect(late).toEqual([])
  else
    expect(late).toEqual([
      {
        ruleId: 'out-of-order',
        file: first?.file,
        message: expect.stringContaining(project.layout.outOfOrder.message),
        severity: row.outOfOrder === 'runs-late' ? 'warning' : 'error',
      },
    ])
  expect(project.layout.outOfOrder.behaviour).toBe(row.outOfOrder)
})

test.each(rows)('$layout: an edit of an applied file is $edited', async row => {
  const project = await found(row, row.files('SELECT 2;'))
  const marked = await pendingByGit(project, {
    files: memoryFiles(row.files('SELECT 2;')),
    base: memoryFiles(row.files('SELECT 1;')),
    baseName: 'main',
    judgeEdited: false,
  })
  const edits = marked.problems.filter(({ ruleId }) => ruleId === 'edited-applied-migration')
  expect(edits.map(({ message }) => message)).toEqual(
    project.migrations.map(() => expect.stringContaining(project.layout.editedApplied.message)),
  )
  expect(project.layout.editedApplied.behaviour).toBe(row.edited)
})

test.each([
  ['prisma', 'none'],
  ['golang-migrate', 'script'],
] as const)('%s on SQLite: the transaction is %s', async (name, transaction) => {
  const row = rows.find(({ layout }) => layout === name)
  if (row === undefined) throw new Error(`no row for ${name}`)
  const contents = row.files('PRAGMA foreign_keys = OFF; CREATE TABLE t (a int);')
  const project = await found(row, contents)
  const { migrations } = await readMigrations({
    migrations: project.migrations.map(file => ({ file, pending: true })),
    projectFiles: memoryFiles(contents),
    layout: row.layout,
    dialect: dialects.sqlite,
    root: '/',
    knex: {},
  })
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction, transaction])
})

test.each(rows)('$layout: the transaction is $transaction', async row => {
  const contents = row.files('CREATE INDEX CONCURRENTLY i ON t (a);')
  const project = await found(row, contents)
  expect(project.migrations.map(({ up }) => up.transaction)).toEqual([row.transaction, row.transaction])
  const { migrations } = await readMigrations({
    migrations: project.migrations.map(file => ({ file, pending: true })),
    projectFiles: memoryFiles(contents),
    layout: row.layout,
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  const findings = lint(migrations, { dialect: 'postgres' }).migrations.flatMap(each => each.findings)
  expect(findings.filter(({ ruleId }) => ruleId === 'concurrently-in-transaction')).toHaveLength(
    row.refusesConcurrently ? 2 : 0,
  )
})

test.each([
  ['CREATE INDEX CONCURRENTLY i ON t (id);', 'none'],
  ['-- big\nDROP INDEX CONCURRENTLY IF EXISTS i;\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);', 'none'],
  ['VACUUM t;', 'none'],
  ['SET lock_timeout = 1; CREATE INDEX CONCURRENTLY i ON t (id);', 'script'],
  ['CREATE INDEX i ON t (id);', 'script'],
  ['', 'script'],
])('Flyway opens a transaction for what can run in one: %j', async (text, transaction) => {
  const { migrations } = await findMigrations(
    { paths: ['m'], layout: 'flyway', dialect: 'postgres' },
    memoryFiles({ 'm/V1__a.sql': text }),
  )
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
})

test.each([
  ['-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);', 'none', 0],
  ['-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX j;', 'script', 1],
  ['\n-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);', 'script', 1],
])('sqlx opens no transaction where the first line says so: %j', async (text, transaction, refused) => {
  const contents = { 'Cargo.toml': 'sqlx.workspace = true', 'm/1_a.sql': text }
  const projectFiles = memoryFiles(contents)
  const project = await findMigrations({ paths: ['m'], dialect: 'postgres' }, projectFiles)
  expect(project.layout.name).toBe('sqlx')
  const { migrations } = await readMigrations({
    migrations: project.migrations.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'sqlx',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
  const findings = lint(migrations, { dialect: 'postgres' }).migrations.flatMap(each => each.findings)
  expect(findings.filter(({ ruleId }) => ruleId === 'concurrently-in-transaction')).toHaveLength(refused)
})

test('a BEGIN of a script that is sent as one query is nested in nothing', async () => {
  const contents = {
    'm/1_a/migration.sql': 'BEGIN; CREATE TABLE t (id int); COMMIT; DROP INDEX CONCURRENTLY i;',
  }
  const projectFiles = memoryFiles(contents)
  const project = await findMigrations({ paths: ['m'], layout: 'prisma', dialect: 'postgres' }, projectFiles)
  const { migrations } = await readMigrations({
    migrations: project.migrations.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'prisma',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  const findings = lint(migrations, { dialect: 'postgres' }).migrations.flatMap(each => each.findings)
  const ids = findings.map(({ ruleId }) => ruleId)
  expect(ids).not.toContain('transaction-nesting')
  // Measured: PostgreSQL 15 refuses it although COMMIT stands before it.
  expect(ids).toContain('concurrently-in-transaction')
})

test.each(rows.filter(row => row.twice))('$layout: a version that is there twice', async row => {
  const { problems } = await found(row, row.twice ?? {})
  expect(problems.map(({ ruleId }) => ruleId)).toEqual(['duplicate-version'])
})

test.each(rows.filter(row => row.orphan))('$layout: a down script without an up', async row => {
  const { problems } = await found(row, row.orphan ?? {})
  expect(problems.map(({ ruleId }) => ruleId)).toEqual(['orphan-down'])
})

test('every layout has a row', () => {
  const named = [...rows.map(({ layout }) => layout), ...Object.keys(inCode)]
  expect(named.toSorted()).toEqual(layouts.map(({ name }) => name).toSorted())
})

test('the page of the layouts says what the tests above have shown', async () => {
  const sections = layouts.map(layout => {
    const row = rows.find(one => one.layout === layout.name)
    return [
      `## ${layout.title}`,
      `\`--layout ${layout.name}\``,
      ...(row ? [smallest(row), transactions[row.transaction]] : []),
      ...codeIn(layout),
      `**A migration that sorts before an applied one**: ${layout.outOfOrder.message}`,
      `**An applied migration that was edited**: ${layout.editedApplied.message}`,
      ...(layout.missingApplied
        ? [`**An applied migration without a file**: ${layout.missingApplied.message}`]
        : []),
    ].join('\n\n')
  })
  await expect(`${[intro, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/layouts.md')
})

const intro = `# Layouts

How each tool keeps its migrations, and what it does with them. The layout is found by its config files, or by the names and the first
lines of the files, and is printed; \`--layout\` says it. The examples are the smallest that are recognised.`

const transactions: Readonly<Record<Row['transaction'], string>> = {
  none: 'The tool opens no transaction: each statement commits by itself, unless the script says BEGIN.',
  script: 'Each script runs in a transaction of its own, where the engine has one for such statements.',
  batch: 'All pending migrations run in one transaction, where the engine has one for such statements.',
}

function smallest(row: Row): string {
  const files = Object.entries(row.files('ALTER …')).map(([file, text]) =>
    [file, ...(text === '' ? [] : text.split('\n').map(line => `    ${line}`.trimEnd()))].join('\n'),
  )
  return ['```text', ...files, '```'].join('\n')
}

function codeIn({ name }: { readonly name: string }): readonly string[] {
  if (['knex', 'knex-migrator', 'node-pg-migrate'].includes(name))
    return ['JavaScript or TypeScript is read by [running it against a recording client](knex-engines.md).']
  return name in inCode
    ? ['JavaScript or TypeScript that cannot be read yet: each migration is an error, never a pass.']
    : []
}

test('a down of Prisma is expected from the first migration on that has one', async () => {
  const { migrations } = await findMigrations(
    { paths: ['m'], layout: 'prisma', dialect: 'postgres' },
    memoryFiles({
      'm/1_a/migration.sql': '',
      'm/2_b/migration.sql': '',
      'm/2_b/down.sql': '',
      'm/3_c/migration.sql': '',
    }),
  )
  expect(migrations.map(({ downExpected }) => downExpected)).toEqual([false, true, true])
})

test('one down of Prisma among many migrations asks for no other', async () => {
  const names = ['1_a', '2_b', '3_c', '4_d'].map(name => [`m/${name}/migration.sql`, ''])
  const { migrations } = await findMigrations(
    { paths: ['m'], layout: 'prisma', dialect: 'postgres' },
    memoryFiles({ ...Object.fromEntries(names), 'm/1_a/down.sql': '' }),
  )
  expect(migrations.map(({ downExpected }) => downExpected)).toEqual([false, false, false, false])
})

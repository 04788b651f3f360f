import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintProject } from './lint-project.ts'
import type { LintRequest } from './lint-request.ts'
import type { Report } from './report/report.ts'

const dump = `SET statement_timeout = 0;
CREATE TABLE public.users (id bigint NOT NULL, email text NOT NULL, nickname text);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);`

test('a baseline says what was there before', async () => {
  const files = {
    'structure.sql': dump,
    '1_nickname.up.sql': 'ALTER TABLE users DROP COLUMN nickname;',
    '1_nickname.down.sql': 'ALTER TABLE users ADD COLUMN nickname text;',
  }
  const without = await lint(files, {})
  const withBaseline = await lint(files, { baseline: 'structure.sql' })
  expect(without.migrations[0]?.reversibility.grade).toBe('structure-only')
  expect(withBaseline.detected).toContain('baseline: structure.sql (3 statements)')
  expect(withBaseline.migrations[0]?.reversibility).toMatchObject({
    grade: 'structure-only',
    lost: ['users.nickname: every value'],
    differences: [],
  })
})

test('a column that the dump has makes a narrowing known', async () => {
  const files = {
    'structure.sql': 'CREATE TABLE public.users (id bigint, name character varying(200));',
    '1_name.up.sql': 'ALTER TABLE users ALTER COLUMN name TYPE varchar(20);',
    '1_name.down.sql': 'ALTER TABLE users ALTER COLUMN name TYPE varchar(200);',
  }
  expect(rulesOf(await lint(files, { baseline: 'structure.sql' }))).toContain('type-narrowing')
  expect(rulesOf(await lint(files, {}))).not.toContain('type-narrowing')
})

test.each([
  ['2_a\n2_b', 0],
  ['2_a', 1],
])('an unknown runner that has applied %j takes names that begin alike %#', async (applied, count) => {
  const files = {
    '2_a.sql': 'CREATE TABLE a (id int);',
    '2_b.sql': 'CREATE TABLE b (id int);',
    '3_c.sql': 'CREATE TABLE c (id int);',
  }
  const { findings } = await lint(files, {}, { paths: ['*.sql'], applied: { text: applied } })
  expect(findings.filter(({ ruleId }) => ruleId === 'duplicate-version')).toHaveLength(count)
})

test.each([
  ['nothing', '', ['error', 'error']],
  ['foreign keys off', "await knex.raw('PRAGMA foreign_keys = OFF')", ['info']],
])("a project's own runner with %s before migrate.latest()", async (_title, before, severities) => {
  const alter = (type: string) => `knex => knex.schema.alterTable('users', t => t.${type}('age').alter())`
  const files = {
    'knexfile.js': "module.exports = { client: 'sqlite3', migrations: { directory: '.' } }",
    'database.js': `module.exports = async knex => { ${before}; await knex.migrate.latest({ directory: 'm' }) }`,
    '1_users.js': `exports.up = knex => knex.schema.createTable('users', t => { t.increments(); t.string('age') })
  .createTable('carts', t => { t.increments(); t.integer('user_id').references('users.id').onDelete('CASCADE') })
exports.down = knex => knex.schema.dropTable('carts').dropTable('users')`,
    '2_age.js': `exports.up = ${alter('integer')}\nexports.down = ${alter('string')}`,
  }
  const report = await lint(
    files,
    { dialect: 'sqlite' },
    { paths: ['1_users.js', '2_age.js'], applied: { text: '1_users.js' } },
  )
  const found = report.migrations.flatMap(({ findings }) => findings)
  expect(
    found.filter(({ ruleId }) => ruleId === 'knex-sqlite-alter-cascade').map(({ severity }) => severity),
  ).toEqual(severities)
})

test.each([
  ['nothing', '', 'warning'],
  ['no strict mode', 'db_query(\'SET SESSION sql_mode = ""\');', 'info'],
])("a project's own runner that sets %s before it runs a file", async (_title, set, severity) => {
  const report = await lint(
    {
      'migrate.php': `<?php $sql = file_get_contents($file); ${set} db_query($sql);`,
      '1_users.sql': 'CREATE TABLE users (id int);',
      '2_note.sql': "ALTER TABLE users ADD note text NOT NULL DEFAULT '';",
    },
    { dialect: 'mysql' },
    { paths: ['*.sql'], applied: { text: '1_users' } },
  )
  expect(report.findings.concat(report.migrations.flatMap(each => each.findings))).toContainEqual(
    expect.objectContaining({ ruleId: 'version-gated', severity }),
  )
})

test.each([
  ['a driver alone', {}, {}, 'warning'],
  ['the config', { dialect: 'mysql' }, {}, 'error'],
  ['an image', {}, { 'compose.yaml': 'services:\n  db:\n    image: mysql:8.4' }, 'error'],
  ['a version', { dbVersion: '8.4' }, {}, 'error'],
])('what MariaDB alone has, where %s speaks for MySQL', async (_title, config, files, severity) => {
  const report = await lint(
    {
      'package.json': '{ "dependencies": { "mysql2": "3" } }',
      '1_seats.js': `exports.up = knex => knex.raw('alter table seats drop index if exists taken')
exports.down = knex => knex.raw('alter table seats add index taken (id)')`,
      ...files,
    },
    { dialect: undefined, ...config },
  )
  const found = report.migrations[0]?.findings.filter(({ ruleId }) => ruleId === 'version-gated')
  expect(found?.map(each => each.severity)).toEqual([severity])
  if (severity === 'warning') expect(found?.[0]?.instead).toContain('--dialect mariadb')
})

test('those before a given file are replayed, and not counted', async () => {
  const files = {
    '1_users.up.sql': 'CREATE TABLE users (id int, name text);',
    '1_users.down.sql': 'DROP TABLE users;',
    '2_name.up.sql': 'ALTER TABLE users DROP COLUMN name;',
    '2_name.down.sql': 'ALTER TABLE users ADD COLUMN name text;',
  }
  const report = await lint(files, {}, { paths: ['2_name.up.sql'] })
  expect(report.summary).toMatchObject({ migrations: 1, pending: 1 })
  expect(report.migrations[0]?.reversibility.differences).toEqual([])
})

test('the style preset is off unless chosen', async () => {
  const files = {
    '1_users.up.sql': 'CREATE TABLE users (id serial PRIMARY KEY);',
    '1_users.down.sql': 'DROP TABLE users;',
  }
  expect(rulesOf(await lint(files, {}))).not.toContain('serial-not-identity')
  expect(rulesOf(await lint(files, { presets: ['style'] }))).toContain('serial-not-identity')
})

test('with the engine "never" no line of a Knex migration runs', async () => {
  const proof = join(tmpdir(), `migration-lint-${process.pid}-ran`)
  const report = await lint(
    {
      '1_users.js': `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '')
exports.up = knex => knex.schema.dropTable('users')
exports.down = () => {}`,
    },
    { knex: { engine: 'never' } },
  )
  expect(rulesOf(report)).toContain('drop-table')
  expect(report.migrations[0]?.findings[0]?.message).toContain('Read without running the code')
  expect(existsSync(proof)).toBe(false)
})

test.each<[string, object, Partial<LintRequest>, boolean]>([
  ['the config', { engine: 'never' }, {}, true],
  ['the request before the config', { engine: 'node' }, { knexEngine: 'never' }, true],
  ['a stranger’s config may be careful', { engine: 'never' }, { isUntrusted: true }, true],
  ['a stranger’s config may be no less careful', { engine: 'node' }, { isUntrusted: true }, false],
])('which engine reads Knex migrations: %s', async (_title, knex, request, isApproximate) => {
  const files = {
    '1_users.js': "exports.up = knex => knex.schema.dropTable('users'); exports.down = () => {}",
  }
  const report = await lint(files, { knex }, request)
  expect(rulesOf(report)).toContain('drop-table')
  const message = report.migrations[0]?.findings[0]?.message ?? ''
  expect(message.includes('Read without running the code')).toBe(isApproximate)
})

test('a baseline that is not there is one sentence', async () => {
  const files = { '1_users.up.sql': 'CREATE TABLE users (id int);', '1_users.down.sql': 'DROP TABLE users;' }
  await expect(lint(files, { baseline: 'nowhere.sql' })).rejects.toThrow(
    'nowhere.sql cannot be read: there is no such file.',
  )
})

async function lint(
  files: Readonly<Record<string, string>>,
  config: object,
  request: Partial<LintRequest> = {},
): Promise<Report> {
  const cwd = mkdtempSync(join(tmpdir(), 'migration-lint-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  writeFileSync(join(cwd, 'migration-lint.config.json'), JSON.stringify({ dialect: 'postgres', ...config }))
  return lintProject({ cwd, paths: ['1_*'], ...request })
}

function rulesOf(report: Report): readonly string[] {
  return report.migrations.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))
}

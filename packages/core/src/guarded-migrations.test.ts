import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintProject } from './lint-project.ts'
import type { Report } from './report/report.ts'

const column = (table: string, name: string): string =>
  `if (!(await schema().hasColumn('${table}', '${name}'))) await schema().alterTable('${table}', t => { t.text('${name}') })`
const create = `await schema().createTable('links', t => { t.increments('id') })`

const elseIf = `if (!(await schema().hasTable('links'))) { ${create} } else { ${column('links', 'x')} }
  ${column('links', 'y')}`

describe('a first migration that asks before it makes', () => {
  test.each([
    [
      'one question after the other',
      'public',
      `if (!(await schema().hasTable('links'))) ${create}\n${column('links', 'x')}`,
    ],
    ['a question in the branch of another', 'public', elseIf],
    ['names with a schema', 'app', elseIf],
    [
      'what is there leads to a way out',
      'public',
      `if (await schema().hasTable('links')) { ${column('links', 'x')}; return }\n${create}`,
    ],
  ])('%s', async (_title, schema, body) => {
    const report = await lint({ '1_links.js': migration(body, `await schema().dropTable('links')`, schema) })
    expect(tripOf(report)).toEqual(['lossless', []])
  })

  test('names that are found through the search_path', async () => {
    const report = await lint({
      'knexfile.js': `module.exports = { client: 'pg', searchPath: ['app', 'public'], migrations: { directory: '.' } }`,
      '1_links.js': migration(
        `await knex.raw('create table app.links (id int)')\n${column('links', 'x')}`,
        `await schema().withSchema('app').dropTable('links')`,
      ),
    })
    expect(tripOf(report)).toEqual(['lossless', []])
    expect(conditionsOf(report)).toEqual([undefined, undefined, undefined])
  })
})

test('a change of what nobody has seen is taken to be done, as the script is written for it', async () => {
  const body = `if (await schema().hasColumn('users', 'old')) await schema().alterTable('users', t => { t.renameColumn('old', 'new') })`
  const back = `await schema().alterTable('users', t => { t.renameColumn('new', 'old') })`
  expect(tripOf(await lint({ '1_users.js': migration(body, back) }))).toEqual(['lossless', []])
})

test('what the rows decide is not known', async () => {
  const body = `if (!(await knex('settings').first())) await schema().alterTable('users', t => { t.dropColumn('old') })`
  const report = await lint({ '1_users.js': migration(body, '') })
  expect(report.migrations[0]?.reversibility.grade).toBe('unknown')
})

test('a baseline answers what a migration asks', async () => {
  const files = {
    'structure.sql': 'CREATE TABLE public.links (id int, x text);',
    '1_links.js': migration(
      `if (!(await schema().hasTable('links'))) ${create}\n${column('links', 'x')}\n${column('links', 'y')}`,
      `await schema().alterTable('links', t => { t.dropColumn('y') })`,
    ),
  }
  const report = await lint(files, { baseline: 'structure.sql' })
  expect(report.migrations[0]?.statements.map(({ operations }) => operations)).toEqual([
    ['add column links.y text'],
    ['drop column links.y'],
  ])
  expect(tripOf(report)).toEqual(['lossless', []])
})

test('a guard of SQL asks for the name that the search_path makes of it', async () => {
  const guard = (name: string, change: string): string =>
    `IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'links' AND column_name = '${name}') THEN ${change}; END IF;`
  const report = await lint({
    '1_links.up.sql': `SET LOCAL search_path = app;
CREATE TABLE links (id bigint PRIMARY KEY, x int, y int);
DO $$ BEGIN ${guard('x', 'ALTER TABLE links RENAME COLUMN y TO x')} ${guard('z', 'ALTER TABLE links ADD COLUMN z int')} END $$;`,
    '1_links.down.sql': 'ALTER TABLE app.links DROP COLUMN y, DROP COLUMN z; DROP TABLE app.links;',
  })
  expect(tripOf(report)).toEqual(['lossless', []])
})

function migration(up: string, down: string, schemaName = 'public'): string {
  const schema = `const schema = () => knex.schema.withSchema('${schemaName}')`
  return `exports.up = async knex => { ${schemaName === 'public' ? 'const schema = () => knex.schema' : schema}; ${up} }
exports.down = async knex => { ${schemaName === 'public' ? 'const schema = () => knex.schema' : schema}; ${down} }`
}

function tripOf({ migrations }: Report): readonly [string | undefined, readonly string[] | undefined] {
  const trip = migrations[0]?.reversibility
  return [trip?.grade, trip?.differences]
}

function conditionsOf({ migrations }: Report): readonly (readonly string[] | undefined)[] | undefined {
  return migrations[0]?.statements.map(({ conditions }) => conditions)
}

async function lint(files: Readonly<Record<string, string>>, config: object = {}): Promise<Report> {
  const cwd = mkdtempSync(join(tmpdir(), 'migration-lint-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  writeFileSync(join(cwd, 'migration-lint.config.json'), JSON.stringify({ dialect: 'postgres', ...config }))
  return lintProject({ cwd, paths: ['1_*'] })
}

import { describe, expect, test } from 'vitest'
import { findLayout } from '../layouts/index.ts'
import { type FindRequest, findMigrations } from './find-migrations.ts'
import { memoryFiles } from './memory-files.ts'

async function found(files: Readonly<Record<string, string>>, request: Partial<FindRequest> = {}) {
  const { layout, dialect, detected, migrations, earlier, unmatched, notChecked } = await findMigrations(
    { paths: [], ...request },
    memoryFiles(files),
  )
  const names = migrations.map(migration => migration.name)
  return {
    layout: layout.name,
    dialect,
    detected,
    names,
    earlier: earlier.map(({ name }) => name),
    unmatched,
    notChecked: notChecked.map(({ reason }) => reason),
  }
}

describe('without a path', () => {
  test('a knexfile names the folder and the engine', async () => {
    const project = {
      'knexfile.js': "module.exports = { client: 'mysql2', migrations: { directory: './db' } }",
      'db/20240101_a.js': 'exports.up = knex => {}',
      'test/migrations/1.sql': '',
    }
    expect(await found(project)).toMatchObject({
      names: ['20240101_a.js'],
      detected: ['layout: knex (knexfile.js)', 'dialect: mysql (client "mysql2" in knexfile.js)'],
    })
  })

  test('the folder of a project is given: its own knexfile names the migrations, not that of a neighbour', async () => {
    const project = {
      'a/knexfile.js': "module.exports = { migrations: { loadExtensions: ['.ts'] } }",
      'a/migrations/1_a.ts': 'export const up = knex => knex.schema.dropTable("a")',
      'b/knexfile.js': "module.exports = { client: 'pg' }",
      'b/jest.setup.js': 'module.exports = {}',
      'b/migrations/1_b.js': 'exports.up = knex => knex.schema.dropTable("b")',
    }
    expect(await found(project, { paths: ['b'] })).toMatchObject({ names: ['1_b.js'] })
  })

  test('a folder called migrations is found by its name', async () => {
    expect(await found({ 'src/db/migrations/1_a.up.sql': 'CREATE TABLE a (id BIGSERIAL)' })).toMatchObject({
      names: ['1_a'],
      detected: [
        'layout: up-down-files (the files in src/db/migrations)',
        'dialect: postgres (BIGSERIAL in src/db/migrations/1_a.up.sql)',
      ],
    })
  })

  test.each([
    ['by its file names', 'src/db/V1__a.sql', 'CREATE TABLE a (b SERIAL)', 'flyway (the files in src/db)'],
    ['by its markers', 'lib/1_a.sql', '-- +goose Up\nDROP TABLE a;', 'goose (the files in lib)'],
    ['with a word behind', 'db/migration_pg/V1__a.sql', '', 'flyway (the files in db/migration_pg)'],
    [
      'not as one migration',
      'migrations/1_re_migrate/up.sql',
      '',
      'up-down-folders (the files in migrations)',
    ],
  ])('a folder of another name is found %s', async (_, path, text, layout) => {
    expect((await found({ [path]: text })).detected[0]).toBe(`layout: ${layout}`)
  })

  test('SQL of no known shape is not taken for migrations', async () => {
    await expect(found({ 'db/a.sql': 'DROP TABLE a', 'db/seed.sql': '' })).rejects.toThrow(
      'No migrations found',
    )
  })

  test('each database of Hasura has its own history', async () => {
    await expect(found({ 'migrations/a/1_x/up.sql': '', 'migrations/b/1_x/up.sql': '' })).rejects.toThrow(
      'Several migration folders found: migrations/a (up-down-folders); migrations/b (up-down-folders)',
    )
  })

  test('a folder whose tool has forgotten its files is read as plain SQL', async () => {
    const project = {
      'drizzle.config.ts': '',
      'db/migrations/1_a.sql': 'DROP TABLE a',
      'db/migrations/meta/_journal.json': '{"dialect":"postgresql","entries":[]}',
    }
    expect((await found(project)).detected[0]).toBe('layout: plain (the files in db/migrations)')
    await expect(found({ ...project, 'db/migrations/meta/_journal.json': '{}' })).rejects.toThrow(
      'db/migrations/meta/_journal.json is not a Drizzle journal',
    )
  })

  test('a journal that names none of the files that are there is no reason to read them as plain SQL', async () => {
    const project = {
      'db/migrations/0000_b.sql': 'DROP TABLE a',
      'db/migrations/meta/_journal.json':
        '{"dialect":"postgresql","entries":[{"idx":0,"when":1,"tag":"0000_a"}]}',
    }
    const missing = 'The journal names 0000_a, but db/migrations/0000_a.sql is not there'
    await expect(found(project)).rejects.toThrow(missing)
    await expect(found(project, { paths: ['db/migrations'] })).rejects.toThrow(missing)
    await expect(found(project, { paths: ['db/migrations/0000_b.sql'] })).rejects.toThrow(
      'db/migrations/0000_b.sql is no migration of the layout drizzle',
    )
  })

  test('nothing found says where it looked', async () => {
    await expect(found({ 'src/index.ts': '' })).rejects.toThrow(/^No migrations found: looked for .*knexfile/)
  })

  test('two histories are a question, not a guess', async () => {
    await expect(found({ 'a/migrations/1.sql': '', 'b/migrations/1.sql': '' })).rejects.toThrow(
      'Several migration folders found: a/migrations (plain); b/migrations (plain); name the one to check.',
    )
  })
})

describe('with paths', () => {
  const pairs = {
    'db/001_a.up.sql': '',
    'db/001_a.down.sql': '',
    'db/002_b.up.sql': '',
    'db/003_c.up.sql': '',
    'db/notes.txt': '',
  }

  test('a given file brings its down and knows what runs before it', async () => {
    expect(await found(pairs, { paths: ['./db/002_b.up.sql'] })).toMatchObject({
      names: ['002_b'],
      earlier: ['001_a'],
    })
    expect(await found(pairs, { paths: ['db/001_a.down.sql'] })).toMatchObject({
      names: ['001_a'],
      earlier: [],
    })
  })

  test('of a given file, what runs before it tells the engine', async () => {
    const files = {
      'm/1_a.up.sql': 'CREATE TABLE `a` (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB',
      'm/2_b.up.sql': 'ALTER TABLE a DROP COLUMN b',
    }
    expect(await found(files, { paths: ['m/2_b.up.sql'] })).toMatchObject({
      dialect: 'mysql',
      names: ['2_b'],
      earlier: ['1_a'],
    })
  })

  test('a glob', async () => {
    expect(await found(pairs, { paths: ['db/00{1,3}*.up.sql'] })).toMatchObject({ names: ['001_a', '003_c'] })
  })

  test.each([
    [['nowhere'], 'nowhere does not exist.'],
    [['db/*.js'], 'No file matches db/*.js.'],
    [['db/notes.txt'], 'No migrations found in db/notes.txt'],
  ])('%j: %s', async (paths, message) => {
    await expect(found(pairs, { paths })).rejects.toThrow(message)
  })

  test('one wrong path does not hide the others', async () => {
    const paths = ['db/001_a.up.sql', 'db/notes.txt', 'nowhere', 'db/*.js']
    expect(await found(pairs, { paths })).toMatchObject({
      names: ['001_a'],
      notChecked: [
        'nowhere does not exist.',
        'No file matches db/*.js.',
        'db/notes.txt is no migration of the layout up-down-files: leave it out, or give --layout or --no-error-on-unmatched-pattern.',
      ],
    })
  })

  test('nothing found may be allowed, a path that is not there may not', async () => {
    expect(await found({}, { allowUnmatched: true })).toMatchObject({
      names: [],
      detected: ['no migrations found'],
    })
    expect(await found({ 'db/notes.txt': '' }, { paths: ['db'], allowUnmatched: true })).toMatchObject({
      names: [],
    })
    await expect(found({}, { paths: ['db'], allowUnmatched: true })).rejects.toThrow('db does not exist.')
  })

  test('what is no migration may be allowed', async () => {
    const request = { paths: ['db/001_a.up.sql', 'db/notes.txt'], allowUnmatched: true }
    expect((await found(pairs, request)).names).toEqual(['001_a'])
  })

  test('a layout and an engine that are given are not detected', async () => {
    const request: Partial<FindRequest> = { paths: ['db'], layout: 'golang-migrate', dialect: 'sqlite' }
    expect(await found(pairs, request)).toMatchObject({
      names: ['1', '2', '3'],
      detected: ['layout: golang-migrate (given)', 'dialect: sqlite (given)'],
    })
  })

  test('SQL that the layout passes over is named', async () => {
    const files = { 'm/V1__a.sql': '', 'm/V2__b.sql': '', 'm/fix.sql': '' }
    expect(await found(files, { paths: ['m'] })).toMatchObject({
      layout: 'flyway',
      unmatched: ['m/fix.sql'],
      detected: [expect.anything(), expect.anything(), 'not migrations: 1 file (fix.sql)'],
    })
  })
})

test.each([
  [
    'another history beside it',
    {
      'a/knexfile.js': '',
      'a/migrations/1_a.js': 'exports.up = knex => {}',
      'b/1_a.up.sql': '',
      'b/2_b.up.sql': '',
    },
    [
      'b holds 2 files that another layout (up-down-files) takes for migrations, which were not checked with those of knex: name the folder to check, or give --layout.',
    ],
  ],
  [
    'SQL that code loads',
    { 'a/1_a.js': 'exports.up = knex => {}', 'a/sql/1_a.up.sql': '', 'a/sql/2_b.up.sql': '' },
    [],
  ],
  [
    'SQL that is no history',
    { 'a/1_a.js': 'exports.up = knex => {}', 'b/seed.sql': '', 'b/rows.sql': '' },
    [],
  ],
  ['tests', { 'a/1_a.js': 'exports.up = knex => {}', 'test/1_a.up.sql': '', 'test/2_b.up.sql': '' }, []],
])('a folder with %s', async (_, files, reasons) => {
  const project = await findMigrations({ paths: ['.'], dialect: 'postgres' }, memoryFiles(files))
  expect(project.notChecked.map(({ reason }) => reason)).toEqual(reasons)
})

test('with the layout given, another history in the folder is told and does not stop the check', async () => {
  const files = {
    'm/1_a/up.sql': 'CREATE TABLE a (id int)',
    'm/2_b/up.sql': 'CREATE TABLE b (id int)',
    'm/1_x.sql': '',
    'm/2_y.sql': '',
  }
  const project = await findMigrations(
    { paths: ['m'], layout: 'up-down-folders', dialect: 'postgres' },
    memoryFiles(files),
  )
  expect(project.notChecked).toEqual([])
  expect(project.problems).toEqual([])
  expect(project.detected).toContain(
    'm holds 2 files that another layout (plain) takes for migrations, which were not checked with those of up-down-folders',
  )
})

test('what verifies a sqitch change, and what reverts it, is no history of its own', async () => {
  const files = {
    's/sqitch.plan': `%syntax-version=1.0.0
%project=s

migrations/001_a 2024-01-01T00:00:00Z A <a@example.com> # a
migrations/002_b 2024-01-02T00:00:00Z A <a@example.com> # b`,
    ...Object.fromEntries(
      ['deploy', 'revert', 'verify'].flatMap(kind =>
        ['001_a', '002_b'].map(name => [`s/${kind}/migrations/${name}.sql`, 'SELECT 1;']),
      ),
    ),
  }
  const project = await findMigrations(
    { paths: ['s'], layout: 'sqitch', dialect: 'postgres' },
    memoryFiles(files),
  )
  expect(project.migrations.map(({ name }) => name)).toEqual(['migrations/001_a', 'migrations/002_b'])
  expect(project.problems).toEqual([])
})

describe('markers count for more than names', () => {
  const tools = [
    ['goose', '-- +goose Up\nA;\n-- +goose Down\nB;'],
    ['dbmate', '-- migrate:up\nA;\n-- migrate:down\nB;'],
    ['sql-migrate', '-- +migrate Up\nA;\n-- +migrate Down\nB;'],
  ] as const
  const inFolders = (text: string) => ({
    'db/schema.sql': '',
    'db/9_a/postgres.sql': text,
    'db/9_a/sqlite3.sql': text,
    'db/10_b/postgres.sql': text,
    'db/10_b/sqlite3.sql': text,
  })
  const ups = async (files: Readonly<Record<string, string>>, request: FindRequest) => {
    const { layout, migrations, problems } = await findMigrations(request, memoryFiles(files))
    expect(problems).toEqual([])
    const texts = migrations.map(({ up, down }) =>
      [up, down].map(part =>
        (part?.sections ?? []).map(([from, to]) => files[part?.file ?? '']?.slice(from, to).trim()).join(),
      ),
    )
    return { layout: layout.name, files: migrations.map(({ file }) => file), texts }
  }

  test.each(tools)('%s: a folder for each migration, by a glob', async (layout, text) => {
    const request: FindRequest = { paths: ['db/*/postgres.sql'], dialect: 'postgres' }
    expect(await ups(inFolders(text), request)).toMatchObject({
      layout,
      files: expect.arrayContaining(['db/9_a/postgres.sql', 'db/10_b/postgres.sql']),
      texts: [
        ['A;', 'B;'],
        ['A;', 'B;'],
      ],
    })
  })

  test('goose: its folders run by their numbers', async () => {
    const request: FindRequest = { paths: ['db'], dialect: 'sqlite' }
    expect(await ups(inFolders(tools[0][1]), request)).toMatchObject({
      layout: 'goose',
      files: ['db/9_a/sqlite3.sql', 'db/10_b/sqlite3.sql'],
    })
  })

  test('what a glob matches and the tool passes over is told', async () => {
    const text = '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n'
    const found = await findMigrations(
      { paths: ['m/*.sql'], dialect: 'postgres' },
      memoryFiles({ 'm/1_a.sql': text, 'm/x.sql': text }),
    )
    expect(found.migrations.map(({ file }) => file)).toEqual(['m/1_a.sql'])
    expect(found.detected).toContain('not migrations: 1 file (x.sql)')
  })

  test('a glob of one engine names the engine', async () => {
    expect(await found(inFolders(tools[0][1]), { paths: ['db/*/sqlite3.sql'] })).toMatchObject({
      dialect: 'sqlite',
      names: ['9', '10'],
    })
  })

  test('without a path, the folder above those of the migrations is found', async () => {
    expect(await found(inFolders(tools[0][1]), { dialect: 'postgres' })).toMatchObject({
      layout: 'goose',
      names: ['9', '10'],
    })
  })

  test.each(tools)('%s: names without a number', async (layout, text) => {
    const files = { 'db/users.sql': text, 'db/orders.sql': text }
    expect(await ups(files, { paths: ['db/*.sql'], dialect: 'postgres' })).toEqual({
      layout,
      files: ['db/orders.sql', 'db/users.sql'],
      texts: [
        ['A;', 'B;'],
        ['A;', 'B;'],
      ],
    })
  })

  test.each(tools)('%s: not those of a file for each direction', async (layout, text) => {
    const files = { 'm/1_a/up.sql': text, 'm/1_a/down.sql': text, 'm/2_b/up.sql': text, 'm/2_b/down.sql': '' }
    const { migrations } = await findLayout(layout).arrange(Object.keys(files), memoryFiles(files))
    expect(migrations).toHaveLength(layout === 'sql-migrate' ? 4 : 0)
  })
})

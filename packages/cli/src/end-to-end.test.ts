import { copyFileSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Outcome, Project } from './testing/project.ts'

const dropTable = {
  'm/001_a.up.sql': 'DROP TABLE old;\n',
  'm/001_a.down.sql': 'CREATE TABLE old (id int);\n',
}
const knexProject = {
  'knexfile.js': "module.exports = { client: 'mysql2' }",
  'migrations/001_a.js':
    "exports.up = knex => knex.schema.dropTable('old')\nexports.down = knex => knex.schema.createTable('old', t => t.increments())",
}

describe('nothing to check is exit 2', () => {
  test.each<[string, readonly string[], string]>([
    ['a missing path', ['m', '--layout', 'plain'], 'm does not exist.'],
    ['an empty folder', ['empty'], 'No migrations found in empty: there is no SQL and no code in it.'],
    ['an empty project', [], 'No migrations found: looked for the config file of a migration tool'],
    ['a file of another kind', ['notes/read.txt'], 'No migrations found in notes/read.txt'],
    ['a pattern that nothing matches', ['notes/*.sql'], 'No file matches notes/*.sql.'],
    ['a broken pattern', ['notes/[z-a].sql'], 'The pattern notes/[z-a].sql is not valid.'],
  ])('%s', async (_what, argv, message) => {
    const project = new Project({ 'notes/read.txt': 'hello' })
    mkdirSync(join(project.root, 'empty'))
    expectRefusal(await project.run(['check', ...argv]), message)
  })

  test('unless that is allowed', async () => {
    const project = new Project({ 'notes/read.txt': 'hello' })
    for (const paths of [[], ['notes'], ['notes/*.sql']])
      expect((await project.run(['--no-error-on-unmatched-pattern', ...paths])).code).toBe(0)
  })
})

describe('what cannot be read is told, and its neighbours are checked', () => {
  test.each<[string, (project: Project) => void, string]>([
    [
      'a folder with the name of a script',
      ({ root }) => mkdirSync(join(root, 'm/002_b.up.sql')),
      'm/002_b.up.sql cannot be read: it is a folder.',
    ],
    [
      'a symbolic link to nothing',
      ({ root }) => symlinkSync('gone', join(root, 'm/002_b.up.sql')),
      'm/002_b.up.sql cannot be read: it is a symbolic link to nothing.',
    ],
    [
      'a binary file',
      project => project.write({ 'm/002_b.up.sql': Uint8Array.of(0x7f, 0x45, 0, 1) }),
      'm/002_b.up.sql is a binary file, not text: it holds a zero byte.',
    ],
    [
      'UTF-16',
      project => project.write({ 'm/002_b.up.sql': Uint8Array.of(0xff, 0xfe, 0x44, 0) }),
      'm/002_b.up.sql is UTF-16, which is not read here: save it as UTF-8.',
    ],
    [
      'bytes that are no UTF-8',
      project =>
        project.write({ 'm/002_b.down.sql': Uint8Array.of(0xc3, 0x28), 'm/002_b.up.sql': 'SELECT 1' }),
      'm/002_b.down.sql is not valid UTF-8: save it as UTF-8.',
    ],
  ])('%s', async (_what, damage, message) => {
    const project = new Project(dropTable)
    damage(project)
    const { code, stdout, stderr } = await project.run(['m', '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: `migration-lint: ${message}\n` })
    const report = JSON.parse(stdout)
    expect(report.verdict).toBe('fail')
    expect(report.notChecked.map(({ reason }: { reason: string }) => reason)).toEqual([message])
    expect(ruleIds(stdout)).toContain('drop-table')
    const text = await project.run(['m'])
    expect(text.stdout).toContain(`not checked: ${message}`)
    expect(text.stdout).toContain('✖ fail (exit 2): 1 path was not checked; 1 error')
  })

  test('a path that is not there, beside one that is', async () => {
    const { code, stdout, stderr } = await new Project(dropTable).run(['m', 'gone', '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'migration-lint: gone does not exist.\n' })
    expect(ruleIds(stdout)).toContain('drop-table')
  })

  test.each([
    ['half a statement', 'DROP TABLE z;\nALTER TABLE a DROP', 'unparsed-statement'],
    ['an unterminated quote', "DROP TABLE z;\nINSERT INTO a VALUES ('x;\nDROP TABLE y;", 'damaged-text'],
    ['an unterminated comment', 'DROP TABLE z;\n/* DROP TABLE y;', 'damaged-text'],
    ['a word that is no SQL', 'DROP TABLE z;\nFROBNICATE a;', 'unknown-statement'],
  ])('%s is a finding', async (_what, sql, ruleId) => {
    const project = new Project({ ...dropTable, 'm/002_b.up.sql': sql })
    const { code, stdout, stderr } = await project.run(['m', '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout).summary.unread).toBe(1)
    expect(ruleIds(stdout).filter(id => id === 'drop-table')).toHaveLength(2)
    expect(ruleIds(stdout)).toContain(ruleId)
  })

  test('a line of five megabytes', async () => {
    const line = `INSERT INTO a VALUES ('${'x'.repeat(5_000_000)}'); DROP TABLE z;`
    const project = new Project({ 'm/001_a.up.sql': line })
    const { code, stdout } = await project.run(['m'])
    expect(code).toBe(1)
    expect(stdout).toContain('Dropping z deletes every row in it.')
    expect(stdout.length).toBeLessThan(10_000)
  })
})

describe('what is told of the reading', () => {
  test('files that are no migrations, and what the config leaves out', async () => {
    const project = new Project({
      'm/1_a.sql': 'CREATE TABLE a (id int)',
      'm/2_b.sql': 'CREATE TABLE b (id int)',
      'm/schema.sql': 'CREATE TABLE a (id int)',
      'm/all.sql': '--\n-- PostgreSQL database dump\n--\nCREATE TABLE a (id int)',
      'migration-lint.config.mts':
        "import { defineConfig } from '@migration-lint/core'\nexport default defineConfig({ startAfter: '1_a' })",
    })
    const { stdout } = await project.run(['m'])
    expect(stdout).toContain(
      'dialect: postgres (assumed: neither the project nor the SQL says which; give --dialect)',
    )
    expect(stdout).toContain('not migrations: 2 files (all.sql, schema.sql)')
    expect(stdout).toContain('startAfter: 1 of 2 are not judged')
    project.write({ 'migration-lint.config.mts': "export default { startAfter: '1_aa' }" })
    expect((await project.run(['m'])).stdout).toContain(
      'startAfter: there is no migration "1_aa"; did you mean "1_a"?',
    )
  })

  test('the clauses of one statement have one effect on a table, and what is not known is null', async () => {
    const effects = async (dialect: string, sql: string): Promise<unknown> => {
      const argv = ['-', '--stdin-filename', '1_a.sql', '--dialect', dialect, '--format', 'json']
      return JSON.parse((await new Project().run(argv, sql)).stdout).migrations[0].statements[0].effects
    }
    expect(await effects('mysql', 'ALTER TABLE a ADD COLUMN b int, ADD INDEX (b)')).toMatchObject([
      { table: 'a', algorithm: 'INPLACE', lockClause: 'NONE', rewrite: true },
    ])
    expect(await effects('mysql', 'ALTER TABLE a MODIFY b bigint')).toMatchObject([
      { table: 'a', lock: 'EXCLUSIVE', blocksWrites: null, rewrite: null, algorithm: null, lockClause: null },
    ])
    expect(await effects('postgres', 'ALTER TABLE a ALTER COLUMN b TYPE bigint')).toEqual([
      {
        table: 'a',
        lock: 'ACCESS EXCLUSIVE',
        blocksReads: true,
        blocksWrites: true,
        rewrite: null,
        scan: null,
      },
    ])
  })
})

describe('a Knex file that is no good', () => {
  test.each([
    ['throws when it is loaded', "throw new Error('boom')", 'This file throws when it is loaded: boom.'],
    [
      'throws in up',
      "exports.up = async () => { throw new Error('boom') }\nexports.down = () => {}",
      '"up" always throws: boom.',
    ],
    [
      'never comes to an end',
      'exports.up = () => { for (;;); }\nexports.down = () => {}',
      'did not come to an end',
    ],
    [
      'waits for ever',
      'exports.up = () => new Promise(() => {})\nexports.down = () => {}',
      'did not come to an end',
    ],
    ['is no migration', 'exports.seed = () => {}', 'it is not a Knex migration'],
    ['has a syntax error', 'exports.up = = 1', 'not valid JavaScript or TypeScript'],
  ])('%s', async (_what, source, message) => {
    const project = new Project({
      ...knexProject,
      'migration-lint.config.json': '{ "knex": { "timeout": 500 } }',
      'migrations/002_b.js': source,
    })
    const { code, stdout, stderr } = await project.run(['--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain(JSON.stringify(message).slice(1, -1))
    expect(stdout).not.toMatch(/^ *at /m)
    expect(ruleIds(stdout)).toContain('drop-table')
  })

  test.each([
    ['does not load', "throw new Error('no secrets here')", 'The knexfile cannot be loaded: no secrets here'],
    [
      'has a client of its own',
      "module.exports = { client: 'house-pg' }",
      'dialect: postgres (assumed: the client "house-pg" in knexfile.js is not known here)',
    ],
    [
      'names its client in code',
      "module.exports = { client: ['my', 'sql2'].join('') }",
      'dialect: mysql (client "mysql2" in knexfile.js)',
    ],
  ])('a knexfile that %s', async (_what, source, told) => {
    const { code, stdout } = await new Project({ ...knexProject, 'knexfile.js': source }).run([])
    expect(code).toBe(1)
    expect(stdout).toContain(told)
  })

  test('a knexfile for an engine that is not read', async () => {
    const project = new Project({ ...knexProject, 'knexfile.js': "module.exports = { client: 'mssql' }" })
    expectRefusal(await project.run([]), 'for SQL Server (client "mssql" in knexfile.js)')
  })
})

describe('a config that is wrong is exit 2', () => {
  const freeze = (timezone: string): object => ({
    environments: {
      production: {
        timezone,
        freeze: [{ name: 'weekend', start: '0 14 * * FRI', end: '0 8 * * MON' }],
      },
    },
  })
  test.each<[string, object | string, readonly string[], string]>([
    ['key', { ruls: {} }, [], 'unknown key "ruls"; did you mean "rules"?'],
    ['rule', { rules: { 'drop-tabel': 'off' } }, [], 'unknown rule "drop-tabel"; did you mean "drop-table"?'],
    ['severity', { rules: { 'drop-table': 'of' } }, [], 'did you mean "off"?'],
    ['dialect', { dialect: 'postgress' }, [], 'did you mean "postgres"?'],
    ['layout', { layout: 'knx' }, [], 'did you mean "knex"?'],
    ['time zone', freeze('Europe/Berln'), [], 'The time zone "Europe/Berln"'],
    ['environment', freeze('UTC'), ['--environment', 'prodction'], 'did you mean "production"?'],
    [
      'name',
      freeze('UTC'),
      ['--environment', 'live'],
      '"live" in migration-lint.config.json: it has production.',
    ],
    ['kind', [], [], 'the config must be an object, not a list.'],
    ['JSON', '{ bad', [], 'migration-lint.config.json is not valid JSON'],
    ['path of the file', {}, ['--config', 'gone.json'], 'The config file gone.json does not exist.'],
    ['path of the migrations', { migrations: 'gone' }, [], 'gone does not exist.'],
  ])('%s', async (_what, config, argv, message) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config)
    const project = new Project({ ...dropTable, 'migration-lint.config.json': text })
    const paths = text.includes('migrations') ? [] : ['m']
    expectRefusal(await project.run([...paths, ...argv]), message)
  })

  test.each([
    [['--layout', 'knx'], 'Unknown layout "knx"; did you mean "knex"?'],
    [['--dialect', 'oracle'], 'Allowed choices are postgres, mysql, mariadb, sqlite.'],
    [['--format', 'jsn'], 'There is no format "jsn": did you mean "json"?'],
    [['--environment', 'production'], 'There is no environment "production"'],
  ])('%j', async (argv, message) => {
    expectRefusal(await new Project(dropTable).run(['m', ...argv]), message)
  })
})

describe('the list of applied migrations', () => {
  test('names that have no file are a finding', async () => {
    const project = new Project({ ...dropTable, list: '001_a\n002_gone\n' })
    const { code, stdout } = await project.run(['m', '--applied', 'list', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).summary).toMatchObject({ migrations: 1, pending: 0 })
    expect(ruleIds(stdout)).toEqual(['missing-applied-file'])
  })

  test.each<[string, string | Uint8Array, string]>([
    ['binary', Uint8Array.of(0x41, 0), 'list is a binary file, not text: it holds a zero byte.'],
    ['JSON of another kind', '[1, {}]', 'the JSON list of applied migrations must hold names only.'],
    ['half a JSON list', '["a",', 'list starts with [ but is not a JSON array'],
  ])('%s is exit 2', async (_what, list, message) => {
    const project = new Project({ ...dropTable, list })
    expectRefusal(await project.run(['m', '--applied', 'list']), message)
  })

  test('missing is exit 2', async () => {
    const outcome = await new Project(dropTable).run(['m', '--applied', 'list'])
    expectRefusal(outcome, 'list cannot be read: there is no such file.')
  })
})

describe('git', () => {
  test.each([['--since=main'], ['--staged']])('%s without a repository is exit 2', async option => {
    const outcome = await new Project(dropTable).run(['m', option])
    expectRefusal(outcome, 'is not in a git repository: --since and --staged need one.')
  })

  test.each(['gone', '--all', 'main..', ''])('--since=%s is exit 2', async ref => {
    const project = new Project(dropTable)
    project.commitAll()
    expectRefusal(await project.run(['m', `--since=${ref}`]), `git does not know ${ref}`)
  })

  test('a shallow clone says how to get the rest', async () => {
    const project = new Project(dropTable)
    project.commitAll()
    project.write({ 'm/002_b.up.sql': 'DROP TABLE b' })
    project.git('add', '--all')
    project.git('commit', '--quiet', '--message=second')
    project.git('clone', '--quiet', '--depth=1', `file://${project.root}`, 'shallow')
    const outcome = await project.run(['m', '--since', 'HEAD~1'], '', join(project.root, 'shallow'))
    expectRefusal(outcome, 'this clone is shallow: fetch the whole history')
  })

  test('--since judges what is new, in a detached HEAD too', async () => {
    const project = new Project(dropTable)
    project.commitAll()
    project.git('checkout', '--quiet', '--detach')
    project.write({ 'm/002_b.up.sql': 'TRUNCATE b' })
    const { code, stdout } = await project.run(['m', '--since', 'main', '--format', 'json'])
    expect(code).toBe(1)
    expect(names(stdout)).toEqual(['002_b'])
  })

  test('--staged reads the index: not the work tree, not what git does not know', async () => {
    const project = new Project(dropTable)
    project.commitAll()
    project.write({ 'm/002_b.up.sql': 'TRUNCATE b' })
    project.git('add', '--all')
    project.write({ 'm/002_b.up.sql': 'SELECT 1', 'm/003_c.up.sql': 'DROP TABLE c' })
    const { code, stdout } = await project.run(['m', '--staged', '--format', 'json'])
    expect(code).toBe(1)
    expect(names(stdout)).toEqual(['002_b'])
    expect(ruleIds(stdout)).toContain('truncate')
  })

  test('--staged reads the index that a hook of "git commit -a" is given', async () => {
    const project = new Project(dropTable)
    project.commitAll()
    const index = join(project.root, '.git/index.lock')
    copyFileSync(join(project.root, '.git/index'), index)
    vi.stubEnv('GIT_INDEX_FILE', index)
    onTestFinished(() => void vi.unstubAllEnvs())
    project.write({ 'm/002_b.up.sql': 'TRUNCATE b' })
    project.git('add', 'm')
    expect(names((await project.run(['m', '--staged', '--format', 'json'])).stdout)).toEqual(['002_b'])
  })

  test('--staged with nothing to check is silent', async () => {
    const project = new Project(dropTable)
    project.commitAll()
    project.write({ 'new/001_n.up.sql': 'DROP TABLE n' })
    for (const paths of [['m'], ['new'], []])
      expect(await project.run(['--staged', ...paths])).toEqual({ code: 0, stdout: '', stderr: '' })
    expectRefusal(await project.run(['--staged', './gone']), 'gone does not exist.')
  })

  test.each<[string, (project: Project) => void, string]>([
    [
      'deleted',
      project => project.git('rm', '--quiet', 'm/002_b.up.sql'),
      '002_b is in HEAD and was deleted here.',
    ],
    [
      'renamed',
      project => project.git('mv', 'm/002_b.up.sql', 'm/003_b.up.sql'),
      '002_b was renamed to 003_b since HEAD',
    ],
  ])('a staged migration that is %s', async (_what, change, message) => {
    const project = new Project({ ...dropTable, 'm/002_b.up.sql': 'SELECT 1' })
    project.commitAll()
    change(project)
    const { code, stdout } = await project.run(['m', '--staged', '--format', 'json'])
    expect(code).toBe(1)
    expect(ruleIds(stdout)).toContain('edited-applied-migration')
    expect(stdout).toContain(message)
  })

  test('a migration folder behind a symbolic link, on disk and in git', async () => {
    const project = new Project(dropTable)
    renameSync(join(project.root, 'm'), join(project.root, 'real'))
    symlinkSync('real', join(project.root, 'm'))
    project.commitAll()
    project.write({ 'real/002_b.up.sql': 'TRUNCATE b' })
    project.git('add', '--all')
    expect(names((await project.run(['m', '--format', 'json'])).stdout)).toEqual(['001_a', '002_b'])
    for (const option of ['--staged', '--since=main'])
      expect(names((await project.run(['m', option, '--format', 'json'])).stdout)).toEqual(['002_b'])
  })
})

describe('odd names and bytes', () => {
  test('spaces, quotes, newlines and emoji in a file name', async () => {
    const name = '002 it\'s "b" 😀\n::error::forged'
    const project = new Project({ ...dropTable, [`m/${name}.up.sql`]: 'TRUNCATE b' })
    const report = JSON.parse((await project.run(['m', '--format', 'json'])).stdout)
    expect(report.migrations[1].file).toBe(`m/${name}.up.sql`)
    for (const format of ['text', 'github']) {
      const { stdout } = await project.run(['m', '--format', format])
      expect(stdout.split('\n').filter(line => line.startsWith('::error::'))).toEqual([])
      expect(stdout).toContain('😀')
    }
    project.commitAll()
    project.write({ [`m/${name}.up.sql`]: 'DROP TABLE b' })
    project.git('add', '--all')
    expect(names((await project.run(['m', '--staged', '--format', 'json'])).stdout)).toEqual([name])
  })

  test('a byte order mark and CRLF do not move a place', async () => {
    const sql = '-- é😀\r\nDROP TABLE b;\r\n'
    const places = async (text: string): Promise<unknown> => {
      const { stdout } = await new Project({ 'm/001_a.up.sql': text }).run(['m', '--format', 'json'])
      return JSON.parse(stdout).migrations[0].statements.map(
        ({ line, column, endLine, endColumn }: Record<string, number>) => [line, column, endLine, endColumn],
      )
    }
    expect(await places(`\uFEFF${sql}`)).toEqual([[2, 1, 2, 13]])
    expect(await places(sql.replaceAll('\r', ''))).toEqual([[2, 1, 2, 13]])
    expect(await places('\uFEFFDROP TABLE b;')).toEqual([[1, 1, 1, 13]])
    const { stdout } = await new Project({ 'm/001_a.up.sql': '\uFEFFDROP TABLE b;' }).run(['m'])
    expect(stdout).toContain('1 │ DROP TABLE b;\n       │ ^^^^')
  })

  test('no escape sequence without a terminal, in any format', async () => {
    const project = new Project({ 'm/001_a.up.sql': 'DROP TABLE "a\u001b[31m";' })
    for (const format of ['text', 'json', 'github'])
      expect((await project.run(['m', '--format', format])).stdout).not.toContain('\u001b')
  })
})

describe('a migration on stdin', () => {
  test('is read as if it lay there', async () => {
    const project = new Project()
    const { code, stdout } = await project.run(
      ['-', '--stdin-filename', 'm/001_a.up.sql', '-f', 'json'],
      'TRUNCATE b',
    )
    expect(code).toBe(1)
    expect(JSON.parse(stdout).migrations[0].file).toBe('m/001_a.up.sql')
  })

  test('is not checked when it is no text', async () => {
    const { code, stderr } = await new Project().run(['-', '--stdin-filename', '001_a.up.sql'], 'a\0b')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'migration-lint: 001_a.up.sql is a binary file, not text: it holds a zero byte.\n',
    })
  })
})

test('Friday 16:47, 47 migrations, a feature branch: three answers in one run', async () => {
  const files = Array.from({ length: 47 }, (_, index) => {
    const name = `m/${String(index + 1).padStart(3, '0')}_t`
    return [
      [`${name}.up.sql`, `CREATE TABLE t${index} (id int PRIMARY KEY);`],
      [`${name}.down.sql`, `DROP TABLE t${index};`],
    ]
  }).flat()
  const production = {
    branches: ['main'],
    maxPending: 10,
    timezone: 'America/New_York',
    freeze: [{ name: 'Friday', start: '0 14 * * FRI', end: '0 8 * * MON' }],
  }
  const project = new Project({
    ...Object.fromEntries(files),
    'migration-lint.config.json': JSON.stringify({ environments: { production } }),
  })
  const judge = async (branch: string, now: string): Promise<readonly string[]> => {
    const context = ['--environment', 'production', '--branch', branch, '--now', now]
    const { code, stdout } = await project.run(['m', ...context, '--format', 'json'])
    expect(code).toBe(1)
    const policy: readonly { readonly id: string; readonly status: string }[] = JSON.parse(stdout).policy
    return policy.filter(({ status }) => status === 'blocked').map(({ id }) => id)
  }
  expect(await judge('feature/x', '2026-11-20T16:47:00-05:00')).toEqual([
    'branch',
    'max-pending',
    'freeze-window',
  ])
  expect(await judge('main', '2026-11-20T13:59:00-05:00')).toEqual(['max-pending'])
})

/** One sentence on stderr, nothing on stdout, exit 2. */
function expectRefusal({ code, stdout, stderr }: Outcome, message: string): void {
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/^migration-lint: [^\n]+\n$/)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

interface JsonReport {
  readonly migrations: readonly { readonly name: string; readonly findings: readonly JsonFinding[] }[]
  readonly findings: readonly JsonFinding[]
}

interface JsonFinding {
  readonly ruleId: string
}

function names(stdout: string): readonly string[] {
  const { migrations }: JsonReport = JSON.parse(stdout)
  return migrations.map(({ name }) => name)
}

function ruleIds(stdout: string): readonly string[] {
  const { migrations, findings }: JsonReport = JSON.parse(stdout)
  return [...migrations.flatMap(migration => migration.findings), ...findings].map(({ ruleId }) => ruleId)
}

import { describe, expect, test } from 'vitest'
import type { ProjectFiles } from '../layouts/layout.ts'
import { parseAppliedList } from './applied-list.ts'
import { findMigrations } from './find-migrations.ts'
import { memoryFiles } from './memory-files.ts'
import { allPending, type MarkedMigrations, pendingByApplied } from './pending.ts'
import { pendingByGit } from './pending-by-git.ts'

type Contents = Readonly<Record<string, string>>

function shown({ migrations, problems }: MarkedMigrations) {
  return {
    pending: migrations.filter(({ pending }) => pending).map(({ name }) => name),
    problems: problems.map(({ ruleId, severity, message }) => `${ruleId} ${severity}: ${message}`),
  }
}

async function applied(contents: Contents, names: readonly string[], layout?: string) {
  const found = await findMigrations({ paths: ['m'], ...(layout && { layout }) }, memoryFiles(contents))
  return shown(pendingByApplied(found, names))
}

describe('by the list of applied names', () => {
  const pairs = { 'm/1_a.up.sql': '', 'm/2_b.up.sql': '', 'm/3_c.up.sql': '' }

  test('the rest is pending; a name in the middle is out of order', async () => {
    expect(await applied(pairs, ['1_a'])).toEqual({ pending: ['2_b', '3_c'], problems: [] })
    expect(await applied(pairs, ['1_a', '3_c'])).toEqual({
      pending: ['2_b'],
      problems: [
        expect.stringMatching(/^out-of-order warning: 2_b comes before 3_c, which is already applied\./),
      ],
    })
  })

  test('names that say nothing of the order are in no wrong one', async () => {
    const unnumbered = { 'm/up/create_users.sql': '', 'm/up/add_name.sql': '', 'm/up/oauth_tokens.sql': '' }
    expect(await applied(unnumbered, ['create_users'])).toEqual({
      pending: ['add_name', 'oauth_tokens'],
      problems: [],
    })
    const numbered = { 'm/up/create_users.sql': '', 'm/up/add_name.sql': '', 'm/up/2_tokens.sql': '' }
    expect((await applied(numbered, ['create_users'])).problems).toHaveLength(2)
    const dated = { 'm/2023/create_users.sql': '', 'm/2023/add_name.sql': '', 'm/2022/oauth_tokens.sql': '' }
    expect((await applied(dated, ['create_users'])).problems).toHaveLength(2)
  })

  test('files and paths are taken for names where they are unique', async () => {
    expect((await applied(pairs, ['1_a.up.sql', 'm/2_b.up.sql'])).pending).toEqual(['3_c'])
  })

  test('migrations of one name are applied together', async () => {
    const twice = {
      'm/1.sql':
        '--liquibase formatted sql\n--changeset a:1 logicalFilePath:x\nA;\n--changeset a:1 logicalFilePath:x\nB;\n--changeset a:2\nC;',
    }
    expect(await applied(twice, ['1::a::x', '2::a::m/1.sql'], 'liquibase')).toEqual({
      pending: [],
      problems: [],
    })
  })

  test('Liquibase knows a changelog by its path on the class path', async () => {
    const changelog = (id: string) => `--liquibase formatted sql\n--changeset a:${id}\nA;`
    const files = {
      'm/main/db/a.sql': changelog('1'),
      'm/main/db/b.sql': changelog('1'),
      'm/test/db/b.sql': changelog('1'),
    }
    const names = ['1::a::db/a.sql', '1::a::classpath:main/db/b.sql', '1::a::db/b.sql']
    expect(await applied(files, names, 'liquibase')).toEqual({
      pending: ['1::a::m/test/db/b.sql'],
      problems: [expect.stringContaining('1::a::db/b.sql is applied')],
    })
  })

  test('a name without a file is told', async () => {
    const { problems } = await applied(pairs, ['0_gone'])
    expect(problems).toEqual([expect.stringMatching(/^missing-applied-file warning: 0_gone is applied/)])
  })

  test('names without a file are told together', async () => {
    const { problems } = await applied(pairs, ['0_a', '0_b', '0_c', '0_d'])
    expect(problems).toEqual([
      expect.stringMatching(
        /^missing-applied-file warning: 0_a, 0_b, 0_c and 1 more are applied, but there is no file for them here/,
      ),
    ])
  })

  test('a file that the plan lacks is not taken for gone', async () => {
    const files = {
      'm/sqitch.plan': '%project=shop\n\nusers 2024-01-01T00:00:00Z A <a@b>\n',
      'm/deploy/users.sql': '',
      'm/deploy/views/carts.sql': '',
      'm/revert/views/carts.sql': '',
    }
    const { problems } = await applied(files, ['users', 'views/carts', 'gone'], 'sqitch')
    expect(problems).toEqual([
      expect.stringMatching(/^missing-applied-file error: gone is applied, but there is no file for it here/),
      expect.stringMatching(
        /^missing-applied-file error: views\/carts is applied, and m\/deploy\/views\/carts\.sql is here, but Sqitch does not take it for a migration here/,
      ),
    ])
  })

  test('golang-migrate stores the current version alone', async () => {
    expect((await applied(pairs, ['2'], 'golang-migrate')).pending).toEqual(['3'])
    const names = Object.keys(pairs).flatMap(path => /^m\/(2_.*)\.up\.sql$/.exec(path)?.[1] ?? [])
    expect(await applied(pairs, names, 'golang-migrate')).toEqual({ pending: ['3'], problems: [] })
  })

  test('golang-migrate: lists of files and of versions with zeros are understood', async () => {
    const padded = { 'm/0001_a.up.sql': '', 'm/0002_b.up.sql': '', 'm/0003_c.up.sql': '' }
    const rest = { pending: ['3'], problems: [] }
    expect(await applied(padded, ['0001_a', '0002_b'], 'golang-migrate')).toEqual(rest)
    expect(await applied(padded, ['0002'], 'golang-migrate')).toEqual(rest)
  })

  test('Drizzle compares `when`, not the place in the journal', async () => {
    const entries = [
      { tag: '0000_a', when: 1 },
      { tag: '0001_b', when: 9 },
      { tag: '0002_late', when: 5 },
    ]
    const files = {
      'm/meta/_journal.json': JSON.stringify({ entries }),
      'm/0000_a.sql': '',
      'm/0001_b.sql': '',
      'm/0002_late.sql': '',
    }
    expect(await applied(files, ['0000_a', '0001_b'])).toEqual({
      pending: ['0002_late'],
      problems: [expect.stringMatching(/^out-of-order error: 0002_late comes before 0001_b.*never runs it/)],
    })
  })

  test('a repeatable file is not what a new version comes before', async () => {
    const files = { 'm/V1__a.sql': '', 'm/V2__b.sql': '', 'm/R__views.sql': '' }
    expect(await applied(files, ['1', 'R__views.sql'])).toEqual({ pending: ['2'], problems: [] })
  })
})

test('a Knex file outside transactions takes the shared one from all pending files', async () => {
  const files = {
    'm/1.js': 'exports.up = 1',
    'm/2.js': 'exports.up = 2\nexports.config = { transaction: false }',
  }
  const found = await findMigrations({ paths: ['m'] }, memoryFiles(files))
  expect(allPending(found).migrations.map(({ up }) => up.transaction)).toEqual(['script', 'none'])
  expect(pendingByApplied(found, ['2.js']).migrations.map(({ up }) => up.transaction)).toEqual([
    'batch',
    'none',
  ])
})

test.each([
  ['a\n# comment\r\n b \n\n', ['a', 'b']],
  ['["a", 2]', ['a', '2']],
  ['', []],
])('%j', (text, names) => {
  expect(parseAppliedList(text, 'applied.txt')).toEqual(names)
})

test('a broken list is a clear error', () => {
  expect(() => parseAppliedList('["a"', 'applied.txt')).toThrow(
    'applied.txt starts with [ but is not a JSON array',
  )
  expect(() => parseAppliedList('[{}]', 'applied.txt')).toThrow('must hold names only')
})

describe('by another state of the repository', () => {
  async function since(before: Contents, now: Contents, judgeEdited = false) {
    const files: ProjectFiles = memoryFiles(now)
    const found = await findMigrations({ paths: ['m'] }, files)
    const sameTokens = (first: string, second: string) =>
      first.replaceAll(/\s|--.*/g, '') === second.replaceAll(/\s|--.*/g, '')
    return shown(
      await pendingByGit(found, {
        files,
        base: memoryFiles(before),
        baseName: 'main',
        judgeEdited,
        sameTokens,
      }),
    )
  }
  const before = { 'm/1_a.up.sql': 'A;', 'm/3_c.up.sql': 'C;' }

  test('new files are pending, and out of order before old ones', async () => {
    expect(await since(before, { ...before, 'm/2_b.up.sql': 'B;' })).toEqual({
      pending: ['2_b'],
      problems: [expect.stringMatching(/^out-of-order warning: 2_b comes before 3_c/)],
    })
  })

  test('an edited up script is a problem, an added down is not', async () => {
    expect((await since(before, { ...before, 'm/1_a.up.sql': 'X;' })).problems).toEqual([
      expect.stringMatching(/^edited-applied-migration error: 1_a was changed since main\./),
    ])
    expect((await since(before, { ...before, 'm/1_a.up.sql': 'A; -- why' })).problems).toEqual([
      expect.stringMatching(/^edited-applied-migration warning: 1_a .* in comments or white space only/),
    ])
    expect(await since(before, { ...before, 'm/1_a.down.sql': 'B;' })).toEqual({ pending: [], problems: [] })
    expect(await since(before, { ...before, 'm/1_a.up.sql': 'A;\r\n'.trim() })).toEqual({
      pending: [],
      problems: [],
    })
  })

  test('in staged mode what changed is judged', async () => {
    expect((await since(before, { ...before, 'm/1_a.down.sql': 'B;' }, true)).pending).toEqual(['1_a'])
  })

  test('a runner with checksums stops at any edit', async () => {
    const { problems } = await since({ 'm/V1__a.sql': 'A;' }, { 'm/V1__a.sql': 'A; -- why' })
    expect(problems).toEqual([
      expect.stringMatching(/^edited-applied-migration error: .*Flyway stops the next deploy/),
    ])
  })

  test('renamed and deleted', async () => {
    const { problems } = await since(before, { 'm/1_z.up.sql': 'A;' })
    expect(problems).toEqual([
      expect.stringMatching(/^edited-applied-migration error: 1_a was renamed to 1_z since main/),
      expect.stringMatching(/^edited-applied-migration error: 3_c is in main and was deleted here/),
    ])
  })
})

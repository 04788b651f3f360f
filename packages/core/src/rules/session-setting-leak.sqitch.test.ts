import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { plain } from '../layouts/plain.ts'
import { sqitch } from '../layouts/sqitch.ts'
import { lint } from '../lint.ts'
import { readMigrations } from '../readers/read-migrations.ts'

const files = {
  'sqitch.plan': '%syntax-version=1.0.0\n%project=shop\n\na 2024-01-01T00:00:00Z A <a@b.c> # a\n',
  'deploy/a.sql': 'BEGIN; SET search_path TO shop, public; CREATE TABLE carts (id int PRIMARY KEY); COMMIT;',
}

test.each([
  [sqitch, []],
  [plain, ['session-setting-leak']],
] as const)(
  'a setting does not outlive the client that Sqitch starts for each script: %#',
  async (layout, expected) => {
    const projectFiles = memoryFiles(files)
    const { migrations: found } = await layout.arrange(Object.keys(files), projectFiles)
    await dialects.postgres.load()
    const { migrations } = await readMigrations({
      migrations: found.map(file => ({ file, pending: true })),
      projectFiles,
      layout: layout.name,
      dialect: dialects.postgres,
      root: '/',
      knex: {},
    })
    const told = lint(migrations, { dialect: 'postgres' }).migrations.flatMap(each => each.findings)
    expect(told.map(({ ruleId }) => ruleId).filter(id => id === 'session-setting-leak')).toEqual(expected)
  },
)

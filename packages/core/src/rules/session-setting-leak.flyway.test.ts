import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { flyway } from '../layouts/flyway.ts'
import { plain } from '../layouts/plain.ts'
import { lint } from '../lint.ts'
import { readMigrations } from '../readers/read-migrations.ts'

const files = {
  'm/V1__a.sql': 'SET search_path TO shop, public; SET timezone = 0; CREATE TABLE carts (id int PRIMARY KEY)',
}

test.each([
  [flyway, ['session-setting-leak']],
  [plain, ['session-setting-leak', 'session-setting-leak']],
] as const)('Flyway puts the search_path back, and no time zone: %#', async (layout, expected) => {
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
})

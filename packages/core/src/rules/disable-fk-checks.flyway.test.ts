import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { flyway } from '../layouts/flyway.ts'
import { plain } from '../layouts/plain.ts'
import { lint } from '../lint.ts'
import { readMigrations } from '../readers/read-migrations.ts'

const files = {
  'V1__users.sql': 'CREATE TABLE users (id int PRIMARY KEY);',
  'V2__clean.sql': 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1;',
  'V3__loose.sql': 'SET unique_checks = 0; DELETE FROM users WHERE id = 2;',
}

test.each([
  [flyway, ['V3__loose.sql']],
  [plain, ['V2__clean.sql', 'V3__loose.sql']],
] as const)('Flyway puts foreign_key_checks back, and not unique_checks: %#', async (layout, expected) => {
  const projectFiles = memoryFiles(files)
  const { migrations: found } = await layout.arrange(Object.keys(files), projectFiles)
  await dialects.mysql.load()
  const { migrations } = await readMigrations({
    migrations: found.map(file => ({ file, pending: true })),
    projectFiles,
    layout: layout.name,
    dialect: dialects.mysql,
    root: '/',
    knex: {},
  })
  const told = lint(migrations, { dialect: 'mysql' }).migrations.flatMap(each => each.findings)
  expect(told.filter(({ ruleId }) => ruleId === 'disable-fk-checks').map(({ file }) => file)).toEqual(
    expected,
  )
})

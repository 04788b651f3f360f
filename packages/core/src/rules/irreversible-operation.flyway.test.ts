import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { flyway } from '../layouts/flyway.ts'
import { lint } from '../lint.ts'
import { readMigrations } from '../readers/read-migrations.ts'

const first = "CREATE TYPE mood AS ENUM ('sad');"
const second = "ALTER TYPE mood ADD VALUE 'ok'; ALTER TYPE mood ADD VALUE 'fine';"

test.each([
  ['the project writes no undo scripts', { 'm/V1__a.sql': first, 'm/V2__b.sql': second }, 'info'],
  [
    'the project writes undo scripts',
    { 'm/V1__a.sql': first, 'm/U1__a.sql': 'DROP TYPE mood;', 'm/V2__b.sql': second },
    'warning',
  ],
])('values added to an enum, of which one finding tells: %s', async (_title, written, severity) => {
  const projectFiles = memoryFiles(written)
  const { migrations: files } = await flyway.arrange(Object.keys(written), projectFiles)
  await dialects.postgres.load()
  const { migrations } = await readMigrations({
    migrations: files.map((file, index) => ({ file, pending: index > 0 })),
    projectFiles,
    layout: 'flyway',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  const found = lint(migrations, { dialect: 'postgres' })
    .migrations.flatMap(each => each.findings)
    .filter(({ ruleId }) => ruleId === 'irreversible-operation')
  expect(found.map(each => `${each.severity} ${each.message}`)).toEqual([
    `${severity} The values 'ok' and 'fine' cannot be taken out of mood again.`,
  ])
})

import { expect, test } from 'vitest'
import { golangMigrate } from '../../layouts/golang-migrate.ts'
import { findingsInLayout } from '../testing/findings-in-layout.ts'

const sql = 'CREATE UNIQUE INDEX users_name ON users (name);'

test.each([
  [
    'db/48_premigrate.go',
    'info',
    ' 48_premigrate.go, which runs before it and was not read, may see to that.',
  ],
  ['db/48_names_pre.go', 'info', ' 48_names_pre.go, which runs before it and was not read, may see to that.'],
  ['db/48_postmigrate.go', 'warning', ''],
  ['db/48_premigrate_test.go', 'warning', ''],
  ['db/47_premigrate.go', 'warning', ''],
])('code of the same version that runs before it: %s', async (file, severity, said) => {
  const files = { 'db/048_names.up.sql': sql, 'db/048_names.down.sql': 'DROP INDEX users_name;', [file]: '' }
  const told = await findingsInLayout(golangMigrate, files, 'sqlite')
  const found = told.find(({ ruleId }) => ruleId === 'add-unique-on-existing')
  expect(found?.severity).toBe(severity)
  expect(found?.message).toBe(`Two rows of users with the same name stop the statement.${said}`)
})

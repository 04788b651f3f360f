import { expect, test } from 'vitest'
import { migrationName } from './migration-name.ts'

test.each([
  ['20250801000052', 'migrations/2025-08-01-000052_add_reason/up.sql', '2025-08-01-000052_add_reason'],
  ['7', 'migrations/7_teams.up.sql', '7_teams'],
  ['7', 'migrations/7/up.sql', '7'],
  ['/20230706123907-events', 'migrations/20230706123907-events.js', '20230706123907-events'],
  ['20241001180457_status', 'migrations/20241001180457_status/migration.sql', '20241001180457_status'],
])('%s in %s', (name, file, expected) => {
  expect(migrationName({ name, file })).toBe(expected)
})

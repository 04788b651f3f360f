import { expect, test } from 'vitest'
import { flyway } from '../layouts/flyway.ts'
import { plain } from '../layouts/plain.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const files = {
  'V1__users.sql': 'CREATE TABLE users (id int PRIMARY KEY);',
  'V2__clean.sql': 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1;',
  'V3__loose.sql': 'SET unique_checks = 0; DELETE FROM users WHERE id = 2;',
}

test.each([
  [flyway, ['V3__loose.sql']],
  [plain, ['V2__clean.sql', 'V3__loose.sql']],
] as const)('Flyway puts foreign_key_checks back, and not unique_checks: %#', async (layout, expected) => {
  const told = await findingsInLayout(layout, files, 'mysql')
  expect(told.filter(({ ruleId }) => ruleId === 'disable-fk-checks').map(({ file }) => file)).toEqual(
    expected,
  )
})

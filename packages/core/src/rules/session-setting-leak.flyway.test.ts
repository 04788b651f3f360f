import { expect, test } from 'vitest'
import { flyway } from '../layouts/flyway.ts'
import { plain } from '../layouts/plain.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const files = {
  'm/V1__a.sql': 'SET search_path TO shop, public; SET timezone = 0; CREATE TABLE carts (id int PRIMARY KEY)',
}

test.each([
  [flyway, ['session-setting-leak']],
  [plain, ['session-setting-leak', 'session-setting-leak']],
] as const)('Flyway puts the search_path back, and no time zone: %#', async (layout, expected) => {
  const told = await findingsInLayout(layout, files, 'postgres')
  expect(told.map(({ ruleId }) => ruleId).filter(id => id === 'session-setting-leak')).toEqual(expected)
})

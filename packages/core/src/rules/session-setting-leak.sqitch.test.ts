import { expect, test } from 'vitest'
import { plain } from '../layouts/plain.ts'
import { sqitch } from '../layouts/sqitch.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

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
    const told = await findingsInLayout(layout, files, 'postgres')
    expect(told.map(({ ruleId }) => ruleId).filter(id => id === 'session-setting-leak')).toEqual(expected)
  },
)

import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.postgres.load())

test('an archive that a later release makes names the key as the script leaves it', () => {
  const findings = exampleFindings({
    title: '',
    dialect: 'postgres',
    given: 'CREATE TABLE plans (crop_id int PRIMARY KEY, revenue int)',
    up: 'ALTER TABLE plans DROP COLUMN revenue; ALTER TABLE plans RENAME crop_id TO id',
  })
  const [drop] = findings.filter(({ ruleId }) => ruleId === 'drop-column')
  expect(drop?.suggestion?.later?.[0]?.sql).toContain('SELECT id, revenue FROM plans')
})

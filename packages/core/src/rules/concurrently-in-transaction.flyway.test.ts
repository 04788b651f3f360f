import { expect, test } from 'vitest'
import { flyway } from '../layouts/flyway.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

async function findings(sql: string): Promise<readonly string[]> {
  const told = await findingsInLayout(flyway, { 'm/V1__a.sql': sql }, 'postgres')
  return told
    .filter(({ category }) => category === 'transaction')
    .map(({ ruleId, severity, message }) => `${severity} ${ruleId}: ${message}`)
}

test.each([
  [
    'CREATE INDEX CONCURRENTLY i ON t (a);',
    ['warning concurrently-in-transaction: With Flyway 9.1.2 or later, CREATE INDEX CONCURRENTLY waits'],
  ],
  ['DROP INDEX CONCURRENTLY i; -- alone\nDROP INDEX CONCURRENTLY IF EXISTS j;', []],
  ['VACUUM t;', []],
  [
    'CREATE TABLE u (a int); DROP INDEX CONCURRENTLY i;',
    [
      "error concurrently-in-transaction: DROP INDEX CONCURRENTLY fails inside the migration tool's transaction.",
    ],
  ],
  [
    'REINDEX TABLE CONCURRENTLY t;',
    [
      "error concurrently-in-transaction: REINDEX CONCURRENTLY fails inside the migration tool's transaction.",
    ],
  ],
])('Flyway opens no transaction for what refuses one: %s', async (sql, expected) => {
  expect(await findings(sql)).toEqual(expected.map(text => expect.stringContaining(text)))
})

import { expect, test } from 'vitest'
import { golangMigrate } from '../layouts/golang-migrate.ts'
import { plain } from '../layouts/plain.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const up = (number: number): string => `CREATE TABLE t_${number} (id int PRIMARY KEY);`
const numbers = [1, 2, 3, 4, 5]
const told = (findings: Awaited<ReturnType<typeof findingsInLayout>>) =>
  findings
    .filter(({ ruleId }) => ruleId === 'missing-down' || ruleId === 'down-incomplete-batch')
    .map(({ ruleId, severity, message }) => `${ruleId} ${severity} ${message}`)

test('where no migration has one, each is told, and that it is so of all', async () => {
  const files = Object.fromEntries(numbers.map(number => [`m/${number}_t.sql`, up(number)]))
  const findings = told(await findingsInLayout(plain, files, 'postgres'))
  expect(findings).toHaveLength(5)
  expect(findings[0]).toBe(
    'missing-down error 1_t has no down script, as none of the 5 migrations here has: nothing undoes it.',
  )
})

const withDown = Object.fromEntries(
  numbers.flatMap(number => [
    [`m/${number}_t.up.sql`, up(number)],
    ...(number === 3 ? [] : [[`m/${number}_t.down.sql`, `DROP TABLE t_${number};`]]),
  ]),
)

test('where the others have one that is not said', async () => {
  const findings = told(await findingsInLayout(golangMigrate, withDown, 'postgres'))
  expect(findings).toEqual([
    'missing-down error 3_t has no down script: nothing undoes it. In a rollback golang-migrate goes on to the migration before it, with the schema as up has left it.',
  ])
})

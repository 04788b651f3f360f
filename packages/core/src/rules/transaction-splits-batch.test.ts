import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { Migration, RunnerTransaction, Script } from '../migration/migration.ts'

beforeAll(() => dialects.postgres.load())

function migration(name: string, transaction: RunnerTransaction): Migration {
  const up: Script = { file: `${name}.js`, source: '', transaction, statements: [], notes: [] }
  return { name, file: up.file, layout: 'knex', dialect: 'postgres', pending: true, up, downExpected: false }
}

function told(...migrations: readonly Migration[]): readonly (readonly [string, string])[] {
  const { findings } = lint(migrations, { dialect: 'postgres' })
  return findings
    .filter(({ ruleId }) => ruleId === 'transaction-splits-batch')
    .map(({ message, instead }) => [message, instead])
}

test('all that run without a transaction are named', () => {
  const [[message, instead] = ['', '']] = told(
    migration('1_a', 'none'),
    migration('2_b', 'batch'),
    migration('3_c', 'none'),
    migration('4_d', 'batch'),
  )
  expect(message).toBe(
    '1_a and 3_c run without a transaction, so that 2 other migrations of this deploy get one each instead of one together: after a failure the earlier ones stay done.',
  )
  expect(instead).toMatch(/^Deploy the 2 migrations that need no transaction apart from the others/)
})

test('one is to be deployed alone', () => {
  const [[, instead] = ['', '']] = told(migration('1_a', 'none'), migration('2_b', 'batch'))
  expect(instead).toMatch(/on its own/)
})

test('where none has one there is nothing to split', () => {
  expect(told(migration('1_a', 'none'), migration('2_b', 'none'))).toEqual([])
})

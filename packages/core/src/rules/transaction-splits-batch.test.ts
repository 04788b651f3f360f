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
    '1_a and 3_c run without a transaction, so that 2 other migrations of this deploy get one each instead of one together: after a failure the earlier ones stay done, and are recorded.',
  )
  expect(instead).toMatch(/^Deploy in pieces, in the order of the migrations/)
})

test.each([
  [['none', 'batch'], 'Deploy the one that needs no transaction first, and the others in another deploy.'],
  [
    ['batch', 'none', 'none'],
    'Deploy the others first, and the 2 that need no transaction in another deploy.',
  ],
  [
    ['batch', 'none', 'batch'],
    'Make three deploys of it, in this order: what comes before the one that needs no transaction, that one, and what comes after.',
  ],
] as const)('in the order of %s', (transactions, expected) => {
  const [[, instead] = ['', '']] = told(
    ...transactions.map((transaction, place) => migration(`${place}_a`, transaction)),
  )
  expect(instead).toBe(expected)
})

test('where none has one there is nothing to split', () => {
  expect(told(migration('1_a', 'none'), migration('2_b', 'none'))).toEqual([])
})

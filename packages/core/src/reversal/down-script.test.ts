import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import { describe } from '../operations/describe.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { type SuggestedStep, suggestedDown } from './down-script.ts'

beforeAll(() => postgres.load())

test('the last operation of up is undone first, and what does not come back is said', () => {
  const steps = suggested(`
    CREATE TABLE users (id int, email text NOT NULL);
    CREATE INDEX by_email ON users (email);
    ALTER TABLE users DROP COLUMN email;`)
  expect(steps.map(({ sql, lost }) => [...sql, lost])).toEqual([
    [
      'add column users.email text not null',
      'create index by_email on users (email)',
      'users.email: every value',
    ],
    ['drop index by_email of users', undefined],
    ['drop table users', undefined],
  ])
})

test('what nothing undoes has a reason, and what needs no undoing is left out', () => {
  const steps = suggested(`SELECT 1; INSERT INTO users VALUES (1);`)
  expect(steps).toMatchObject([
    { operations: [], reason: 'the rows that it inserts cannot be told from others' },
  ])
})

test('an operation that cannot be written is not half written', () => {
  expect(suggested('CREATE TABLE users (id int)', () => undefined)).toMatchObject([
    { operations: [], reason: 'it cannot be written as a statement' },
  ])
})

function suggested(
  up: string,
  write: Parameters<typeof suggestedDown>[1] = operation => [describe(operation)],
): readonly SuggestedStep[] {
  const [replayed] = replay(
    [
      {
        name: 'm',
        file: 'm.sql',
        layout: 'plain',
        dialect: 'postgres',
        pending: true,
        downExpected: true,
        up: readSqlScript({ file: 'm.sql', transaction: 'script' }, up, postgres),
      },
    ],
    postgres.semantics,
  )
  return replayed === undefined ? [] : suggestedDown(replayed, write, postgres.traits())
}

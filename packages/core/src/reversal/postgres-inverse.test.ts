import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import { tablesOf } from '../operations/classes.ts'
import { apply } from '../schema/apply.ts'
import { emptySchema } from '../schema/empty-schema.ts'
import { inverseOf } from './inverse.ts'
import { lossInWords } from './loss.ts'
import { lossesOf } from './losses-of.ts'

beforeAll(() => postgres.load())

const given = [
  'CREATE TABLE events (at date, kind text) PARTITION BY RANGE (at)',
  'CREATE TABLE events_rest PARTITION OF events DEFAULT',
  'CREATE TYPE address AS (street text, city text)',
  'CREATE TABLE users (id int PRIMARY KEY, home address, boss int CONSTRAINT f REFERENCES users (id))',
]

const schema = (): ReturnType<typeof apply> =>
  given
    .flatMap(text => postgres.parse(text).operations)
    .reduce(apply, emptySchema(postgres.semantics, { complete: true }))

test.each([
  ['ALTER TABLE events ADD COLUMN note text', ['drop-column events']],
  ['ALTER TABLE events ALTER COLUMN kind SET NOT NULL', ['drop-not-null events']],
])('%s: the parent alone is changed back', (text, expected) => {
  const found = inverse(text).operations.map(each => `${each.kind} ${tablesOf(each).join()}`)
  expect(found).toEqual(expected)
})

test('a partition is attached again with its bound', () => {
  expect(inverse('ALTER TABLE events DETACH PARTITION events_rest').operations).toEqual([
    {
      kind: 'change-partitions',
      table: 'events',
      action: 'attach',
      partitions: ['events_rest'],
      bound: 'DEFAULT',
    },
  ])
})

test('a constraint gets its deferrability back', () => {
  const kinds = inverse('ALTER TABLE users ALTER CONSTRAINT f DEFERRABLE').operations.map(({ kind }) => kind)
  expect(kinds).toEqual(['drop-constraint', 'add-constraint'])
})

test('DROP ATTRIBUTE loses values of the columns of that type', () => {
  const [operation] = postgres.parse('ALTER TYPE address DROP ATTRIBUTE city').operations
  const losses = operation ? lossesOf(operation, schema()) : []
  expect(losses.map(lossInWords)).toEqual(['users.home: every value of its city'])
})

test('an attribute that is dropped and added again is no difference', () => {
  const after = ['ALTER TYPE address DROP ATTRIBUTE city', 'ALTER TYPE address ADD ATTRIBUTE city text']
    .flatMap(text => postgres.parse(text).operations)
    .reduce(apply, schema())
  expect(after.objects.get('type:address')?.definition).toBe(
    'CREATE TYPE address AS (street text, city text)',
  )
})

function inverse(text: string): Extract<ReturnType<typeof inverseOf>, { operations: unknown }> {
  const [operation] = postgres.parse(text).operations
  const found = operation && inverseOf(operation, schema(), postgres.traits())
  if (found === undefined || found.restores === 'nothing') throw new Error(found?.reason ?? 'no operation')
  return found
}

import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.mysql.load()]))

const given = 'CREATE TABLE sensors (id int PRIMARY KEY, model text)'

function findingOf(rule: string, first: string, later: string, dialect: 'postgres' | 'mysql' = 'postgres') {
  const found = exampleFindings({ title: first, dialect, given, after: { up: first }, up: later })
  return found.find(({ ruleId }) => ruleId === rule)
}

test.each(['postgres', 'mysql'] as const)(
  'a later migration makes another table of the name: %s',
  dialect => {
    const found = findingOf('drop-table', 'DROP TABLE sensors', 'CREATE TABLE sensors (place int)', dialect)
    expect(found?.message).toBe(
      'Dropping sensors deletes every row in it. A later migration of the deploy makes another sensors, which running code meets then.',
    )
    expect(found?.suggestion?.sql).toBe(
      'CREATE TABLE sensors_archive AS SELECT * FROM sensors;\nDROP TABLE sensors;',
    )
  },
)

test('a later migration adds the column again', () => {
  const found = findingOf(
    'drop-column',
    'ALTER TABLE sensors DROP COLUMN model',
    'ALTER TABLE sensors ADD COLUMN model int',
  )
  expect(found?.message).toBe(
    'Dropping sensors.model deletes every value in it. A later migration of the deploy adds model again, without them.',
  )
  expect(found?.suggestion).toBeUndefined()
})

test('a later migration renames table and key: the copy that comes after the deploy asks for the new names', () => {
  const found = findingOf(
    'drop-column',
    'ALTER TABLE sensors DROP COLUMN model',
    'ALTER TABLE sensors RENAME TO devices; ALTER TABLE devices RENAME COLUMN id TO device_id',
  )
  expect(found?.suggestion).toMatchObject({
    sql: "COMMENT ON COLUMN sensors.model IS 'deprecated';",
    later: [
      {
        sql: 'CREATE TABLE sensors_model_archive AS SELECT device_id, model FROM devices;\nALTER TABLE devices DROP COLUMN model;',
      },
    ],
  })
})

test('MySQL copies at once, under the names that are there', () => {
  const found = findingOf(
    'drop-column',
    'ALTER TABLE sensors DROP COLUMN model',
    'RENAME TABLE sensors TO devices',
    'mysql',
  )
  expect(found?.suggestion?.sql).toBe('CREATE TABLE sensors_model_archive AS SELECT id, model FROM sensors;')
})

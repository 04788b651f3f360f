import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

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

test.each([
  [
    'MySQL: a view of the new name would be in the way of a later change',
    'mysql',
    'RENAME TABLE sensors TO devices',
    'ALTER TABLE devices ADD COLUMN place int',
    'Make a view of the new name, move the code to it, and rename the table when nothing asks for the old name any more. Line 1 of example.up.sql says devices, and takes the name sensors then. The view comes behind that.',
  ],
  [
    'MySQL: a later migration drops it under the new name',
    'mysql',
    'RENAME TABLE sensors TO sensors_old',
    'DROP TABLE sensors_old',
    'Leave the rename out: a later migration of the deploy drops the table under its new name. Drop it when no code asks for it any more.',
  ],
  [
    'PostgreSQL: the same',
    'postgres',
    'ALTER TABLE sensors RENAME TO sensors_old',
    'DROP TABLE sensors_old',
    'Leave the rename out: a later migration of the deploy drops the table under its new name. Drop it when no code asks for it any more.',
  ],
  [
    'PostgreSQL: what the script leaves is changed by a later migration, under a third name',
    'postgres',
    'ALTER TABLE sensors RENAME TO devices; ALTER TABLE devices RENAME COLUMN model TO kind',
    'ALTER TABLE devices RENAME TO things; ALTER TABLE things RENAME COLUMN kind TO sort; ALTER TABLE things ALTER COLUMN id TYPE bigint',
    "Keep the table's name and rename the model alone, or leave a view with the old name and the old columns' names behind the change in line 1 of example.up.sql, the last one that the deploy makes to the table: CREATE VIEW sensors AS SELECT id, sort AS model FROM things. Made earlier, it stops line 1 of example.up.sql, which changes the type of a column.",
  ],
  [
    'PostgreSQL: a later migration drops a column of it',
    'postgres',
    'ALTER TABLE sensors RENAME TO devices; ALTER TABLE devices RENAME COLUMN id TO device_id',
    'ALTER TABLE devices DROP COLUMN model',
    "Keep the table's name and rename the model alone, or leave a view with the old name and the old columns' names behind the change in line 1 of example.up.sql, the last one that the deploy makes to the table: CREATE VIEW sensors AS SELECT device_id AS id FROM devices. It cannot have model, which this deploy drops. Made earlier, it stops line 1 of example.up.sql, which drops a column.",
  ],
  [
    'PostgreSQL: a later migration drops it under a third name',
    'postgres',
    'ALTER TABLE sensors RENAME TO devices',
    'ALTER TABLE devices RENAME TO things; DROP TABLE things',
    'Leave the rename out: line 1 of example.up.sql drops the table, which is called things by then. Drop it when no code asks for it any more.',
  ],
  [
    'PostgreSQL: a second rename',
    'postgres',
    'ALTER TABLE sensors RENAME TO devices',
    'ALTER TABLE devices RENAME TO things',
    "Keep the table's name and rename the model alone, or leave a view with the old name and the old columns' names behind the change in line 1 of example.up.sql, the last one that the deploy makes to the table: CREATE VIEW sensors AS SELECT * FROM things.",
  ],
] as const)('%s', (_title, dialect, first, later, instead) => {
  const found = findingOf('rename-table', first, later, dialect)
  expect(found?.instead).toBe(instead)
  expect(found?.suggestion).toBeUndefined()
})

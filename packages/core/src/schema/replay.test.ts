import { describe, expect, test } from 'vitest'
import type { Migration, Script } from '../migration/migration.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { type ReplayedMigration, replay } from './replay.ts'
import type { SchemaSemantics } from './schema-state.ts'

const semantics: SchemaSemantics = {
  objectKey: name => name.toLowerCase(),
  columnKey: name => name.toLowerCase(),
  constraintName: () => 'c',
  indexName: () => 'i',
  droppedColumnInIndex: 'drops-index',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
}

const probe: Operation = { kind: 'read-rows', tables: [] }

test('applied migrations come first, and each starts where the last one ended', () => {
  const replayed = replay(
    [migration('pending', [create('b')]), migration('applied', [create('a')], { pending: false })],
    semantics,
  )
  expect(replayed.map(each => each.migration.name)).toEqual(['applied', 'pending'])
  expect([...(replayed[1]?.up.before.tables.keys() ?? [])]).toEqual(['a'])
  expect(replayed[1]?.up.before).toBe(replayed[0]?.up.after)
})

test('each step has the schema before and after it', () => {
  const [replayed] = replay([migration('m', [create('a'), drop('a')])], semantics)
  const steps = replayed?.up.steps ?? []
  expect(steps.map(({ before, after }) => [before.tables.size, after.tables.size])).toEqual([
    [0, 1],
    [1, 0],
  ])
})

test('a temporary table is gone after its script', () => {
  const [replayed] = replay([migration('m', [{ ...create('a'), temporary: true }, probe])], semantics)
  expect(replayed?.up.steps[1]?.before.tables.size).toBe(1)
  expect(replayed?.up.after.tables.size).toBe(0)
})

describe('new tables', () => {
  const insert: Operation = { kind: 'insert-rows', table: 'A', columns: [], replace: false }

  test.each<[string, readonly Operation[], readonly string[]]>([
    ['one that was made', [create('A')], ['a']],
    ['not one that has got rows', [create('A'), insert], []],
    ['not one that was filled at once', [{ ...create('A'), asSelect: true }], []],
    ['not one that is gone', [create('A'), drop('A')], []],
    ['under its new name', [create('A'), { kind: 'rename-table', table: 'A', to: 'B' }], ['b']],
    ['IF NOT EXISTS of a table never seen', [{ ...create('A'), ifNotExists: true }], ['a']],
    [
      'not IF NOT EXISTS of a table that was seen',
      [
        { kind: 'drop-not-null', table: 'A', column: 'x' },
        { ...create('A'), ifNotExists: true },
      ],
      [],
    ],
    [
      'one that has got the rows of an empty one',
      [create('A'), create('B'), { ...insert, table: 'B', copiesFrom: { table: 'A', expressions: [] } }],
      ['a', 'b'],
    ],
  ])('%s', (_title, operations, expected) => {
    expect(newAtEnd(replay([migration('m', [...operations, probe])], semantics))).toEqual(expected)
  })

  test('of an earlier pending migration are new, of an applied one not', () => {
    const replayed = replay(
      [
        migration('1', [create('old')], { pending: false }),
        migration('2', [create('young')]),
        migration('3', [probe]),
      ],
      semantics,
    )
    expect(newAtEnd(replayed)).toEqual(['young'])
  })

  test('on the way back, the tables of up are old', () => {
    const [replayed] = replay(
      [migration('m', [create('a')], { down: [probe, create('b'), probe] })],
      semantics,
    )
    expect(replayed?.down?.before).toBe(replayed?.up.after)
    expect(replayed?.down?.steps.map(({ newTables }) => [...newTables])).toEqual([[], [], ['b']])
  })
})

function newAtEnd(replayed: readonly ReplayedMigration[]): readonly string[] {
  return [...(replayed.at(-1)?.up.steps.at(-1)?.newTables ?? [])]
}

function migration(
  name: string,
  up: readonly Operation[],
  { pending = true, down }: { readonly pending?: boolean; readonly down?: readonly Operation[] } = {},
): Migration {
  return {
    name,
    file: name,
    layout: 'plain',
    dialect: 'postgres',
    pending,
    downExpected: true,
    up: script(up),
    ...(down === undefined ? {} : { down: script(down) }),
  }
}

function script(operations: readonly Operation[]): Script {
  const statements = operations.map(operation => ({
    text: '',
    location: { line: 1, column: 1, endLine: 1, endColumn: 1 },
    operations: [operation],
    reading: 'grammar' as const,
  }))
  return { file: 'm.sql', source: '', statements, transaction: 'script', notes: [] }
}

function create(table: string): OperationOf<'create-table'> {
  return {
    kind: 'create-table',
    table,
    columns: [],
    constraints: [],
    indexes: [],
    ifNotExists: false,
    orReplace: false,
    temporary: false,
    options: {},
  }
}

function drop(table: string): OperationOf<'drop-table'> {
  return { kind: 'drop-table', table, ifExists: false, cascade: false, temporary: false }
}

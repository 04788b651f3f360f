import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column, Constraint } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { compareSchemas } from '../schema/compare.ts'
import { emptySchema } from '../schema/empty-schema.ts'
import type { SchemaSemantics, SchemaState } from '../schema/schema-state.ts'
import { inverseOf } from './inverse.ts'

const postgresLike: SchemaSemantics = {
  objectKey: name => name,
  columnKey: name => name,
  constraintName: (table, constraint, taken) => free(`${table}_${constraint.type}`, taken),
  indexName: (table, _index, taken) => free(`${table}_idx`, taken),
  droppedColumnInIndex: 'drops-index',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
}

const mysqlLike: SchemaSemantics = {
  ...postgresLike,
  columnKey: name => name.toLowerCase(),
  droppedColumnInIndex: 'shrinks-index',
  foreignKeyCreatesIndex: true,
  indexNamesPer: 'table',
}

describe('laws', () => {
  const run = fc.record({
    semantics: fc.constantFrom(postgresLike, mysqlLike),
    complete: fc.boolean(),
    given: fc.array(operation(), { maxLength: 12 }),
    next: operation(),
  })

  test('apply leaves the schema before as it was', () => {
    fc.assert(
      fc.property(run, ({ semantics, complete, given, next }) => {
        const before = given.reduce(apply, emptySchema(semantics, { complete }))
        const text = asText(before)
        apply(before, next)
        expect(asText(before)).toBe(text)
      }),
    )
  })

  test('an inverse that restores everything or the structure gives the same schema', () => {
    fc.assert(
      fc.property(run, ({ semantics, complete, given, next }) => {
        const before = given.reduce(apply, emptySchema(semantics, { complete }))
        const inverse = inverseOf(next, before)
        if (inverse.restores === 'nothing') return
        const after = inverse.operations.reduce(apply, apply(before, next))
        expect(compareSchemas(before, after)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('on a known schema, a change of structure alone is always taken back', () => {
    fc.assert(
      fc.property(run, ({ semantics, given, next }) => {
        const before = given.reduce(apply, emptySchema(semantics, { complete: true }))
        const inverse = inverseOf(next, before)
        if (inverse.restores === 'nothing') expect([next, inverse.reason]).toEqual([next, ''])
      }),
      { numRuns: 500 },
    )
  })
})

describe('single operations', () => {
  const given: readonly Operation[] = [
    {
      ...createTable('users', [
        { ...column('id'), nullable: false },
        { ...column('email'), nullable: false, default: `''`, comment: 'where to write' },
      ]),
      constraints: [{ type: 'primary-key', name: 'users_pkey', columns: ['id'] }],
      indexes: [{ name: 'by_email', table: 'users', parts: [{ column: 'email' }], unique: true }],
    },
    { kind: 'create-enum', type: 'status', values: ['a', 'b'] },
  ]
  const before = given.reduce(apply, emptySchema(postgresLike, { complete: true }))

  test('a dropped column comes back with its definition and its index, without its values', () => {
    const drop: Operation = {
      kind: 'drop-column',
      table: 'users',
      column: 'email',
      ifExists: false,
      cascade: false,
    }
    expect(inverseOf(drop, before)).toMatchObject({
      restores: 'structure',
      lost: 'users.email: every value',
      operations: [
        { kind: 'add-column', column: { nullable: false, default: `''`, comment: 'where to write' } },
        { kind: 'create-index', index: { name: 'by_email', unique: true } },
      ],
    })
  })

  test.each<[string, Operation, Operation]>([
    [
      'an added column is dropped',
      { kind: 'add-column', table: 'users', column: column('age'), constraints: [], ifNotExists: false },
      { kind: 'drop-column', table: 'users', column: 'age', ifExists: false, cascade: false },
    ],
    [
      'a default goes back to what it was',
      { kind: 'set-default', table: 'users', column: 'email', default: `'x'` },
      { kind: 'set-default', table: 'users', column: 'email', default: `''` },
    ],
    [
      'a rename is taken back by a rename',
      { kind: 'rename-column', table: 'users', column: 'email', to: 'mail' },
      { kind: 'rename-column', table: 'users', column: 'mail', to: 'email' },
    ],
    [
      'a table that moved to another schema moves back',
      { kind: 'set-table-option', table: 'users', option: 'schema', value: 'audit' },
      { kind: 'set-table-option', table: 'audit.users', option: 'schema', value: 'public' },
    ],
  ])('%s', (_title, operationOfUp, back) => {
    const semantics = { ...postgresLike, objectKey: (name: string) => name.replace('public.', '') }
    const schema = given.reduce(apply, emptySchema(semantics, { complete: true }))
    expect(inverseOf(operationOfUp, schema)).toEqual({ restores: 'everything', operations: [back] })
  })

  test.each<[Operation, string]>([
    [
      { kind: 'add-enum-value', type: 'status', value: 'c', ifNotExists: false },
      'a value cannot be taken out of an enum again',
    ],
    [
      { kind: 'insert-rows', table: 'users', columns: [], replace: false },
      'the rows that it inserts cannot be told from others',
    ],
    [{ kind: 'unreadable', level: 'unknown', reason: 'near "X"' }, 'it could not be read: near "X"'],
    [{ kind: 'run-code', language: 'plpgsql', dynamic: true }, 'what the code does cannot be seen'],
  ])('nothing takes back %o', (operationOfUp, reason) => {
    expect(inverseOf(operationOfUp, before)).toEqual({ restores: 'nothing', reason })
  })

  test('what was never seen cannot be told', () => {
    const unseen = emptySchema(postgresLike, { complete: false })
    const drop: Operation = {
      kind: 'drop-index',
      name: 'i',
      concurrently: false,
      ifExists: false,
      cascade: false,
    }
    expect(inverseOf(drop, unseen)).toEqual({
      restores: 'nothing',
      reason: 'the definition of index i was never seen',
    })
  })
})

/** Statements over two tables and three columns, so that they meet. */
function operation(): fc.Arbitrary<Operation> {
  const table = fc.constantFrom('a', 'b')
  const name = fc.constantFrom('x', 'y', 'z')
  const columnValue = fc.record({
    name,
    type: fc.constantFrom('integer', 'text').map(text => ({ name: text, args: [], text })),
    nullable: fc.boolean(),
  })
  const constraint: fc.Arbitrary<Constraint> = fc.oneof(
    fc.record({ type: fc.constant('unique' as const), columns: fc.tuple(name) }),
    fc.record({ type: fc.constant('primary-key' as const), columns: fc.tuple(name) }),
    fc.record({ type: fc.constant('check' as const), expression: name.map(each => `${each} > 0`) }),
    fc.record({
      type: fc.constant('foreign-key' as const),
      columns: fc.tuple(name),
      references: fc.record({ table, columns: fc.tuple(name) }),
    }),
  )
  const indexValue = fc.record({
    name: fc.constantFrom('i', 'j'),
    table,
    parts: fc.array(fc.record({ column: name }), { minLength: 1, maxLength: 2 }),
    unique: fc.boolean(),
  })
  const drop = { ifExists: fc.constant(false), cascade: fc.boolean() }
  return fc.oneof(
    fc
      .tuple(table, fc.uniqueArray(columnValue, { selector: each => each.name, minLength: 1, maxLength: 3 }))
      .map(([each, columns]) => createTable(each, columns)),
    fc.record({ kind: fc.constant('drop-table' as const), table, ...drop, temporary: fc.constant(false) }),
    fc.record({
      kind: fc.constant('add-column' as const),
      table,
      column: columnValue,
      constraints: fc.constant([]),
      ifNotExists: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('drop-column' as const), table, column: name, ...drop }),
    fc
      .record({
        kind: fc.constant('change-column' as const),
        table,
        column: name,
        to: columnValue,
        constraints: fc.constant([]),
        ifExists: fc.constant(false),
      })
      .map(each => ({ ...each, to: { ...each.to, name: each.column } })),
    fc.record({
      kind: fc.constantFrom('set-not-null' as const, 'drop-not-null' as const),
      table,
      column: name,
    }),
    fc.record({
      kind: fc.constant('set-default' as const),
      table,
      column: name,
      default: fc.constantFrom('0', '1'),
    }),
    fc.record({ kind: fc.constant('drop-default' as const), table, column: name }),
    fc.record({ kind: fc.constant('add-constraint' as const), table, constraint }),
    fc.record({
      kind: fc.constant('create-index' as const),
      index: indexValue,
      concurrently: fc.constant(false),
      ifNotExists: fc.boolean(),
      orReplace: fc.constant(false),
      only: fc.constant(false),
    }),
    fc.record({
      kind: fc.constant('drop-index' as const),
      name: fc.constantFrom('i', 'j'),
      table,
      concurrently: fc.constant(false),
      ...drop,
    }),
  )
}

function createTable(
  table: string,
  columns: readonly Column[],
): Operation & { readonly kind: 'create-table' } {
  return {
    kind: 'create-table',
    table,
    columns,
    constraints: [],
    indexes: [],
    ifNotExists: false,
    orReplace: false,
    temporary: false,
    options: {},
  }
}

function column(name: string): Column {
  return { name, type: { name: 'text', args: [], text: 'text' }, nullable: true }
}

function free(name: string, taken: ReadonlySet<string>): string {
  let number = 0
  while (taken.has(number === 0 ? name : `${name}${number}`)) number += 1
  return number === 0 ? name : `${name}${number}`
}

function asText({ tables, enums, objects, complete }: SchemaState): string {
  const table = [...tables].map(([key, each]) => [key, { ...each, columns: [...each.columns] }])
  return JSON.stringify([table, [...enums], [...objects], complete])
}

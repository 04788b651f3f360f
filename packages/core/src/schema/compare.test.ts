import { describe, expect, test } from 'vitest'
import type { Column, Constraint, Index } from '../operations/column.ts'
import { compareSchemas } from './compare.ts'
import { emptySchema } from './empty-schema.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

const semantics: SchemaSemantics = {
  objectKey: name => name,
  columnKey: name => name,
  constraintName: () => 'c',
  indexName: () => 'i',
  droppedColumnInIndex: 'drops-index',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
}

const email: Column = {
  name: 'email',
  type: { name: 'varchar', args: [100], text: 'varchar(100)' },
  nullable: false,
}

describe('columns', () => {
  test.each<[string, Column, Column, readonly string[]]>([
    ['nullability', email, { ...email, nullable: true }, ['is nullable, was NOT NULL']],
    [
      'type',
      email,
      { ...email, type: { name: 'text', args: [], text: 'text' } },
      ['is text, was varchar(100)'],
    ],
    ['default', { ...email, default: `'a'` }, email, [`has no default, was 'a'`]],
    ['comment', { ...email, comment: 'hi' }, email, [`lacks comment 'hi'`]],
    ['auto increment', { ...email, autoIncrement: 'auto-increment' }, email, ['is not auto increment, was']],
    ['spelling of a default', { ...email, default: 'now()' }, { ...email, default: 'CURRENT_TIMESTAMP' }, []],
    [
      'spelling of an interval',
      { ...email, default: `now() + '5 minutes'::INTERVAL` },
      { ...email, default: `(now() + '00:05:00'::interval)` },
      [],
    ],
    [
      'another interval',
      { ...email, default: `now() + '5 minutes'::INTERVAL` },
      { ...email, default: `(now() + '00:15:00'::interval)` },
      [`default is (now() + '00:15:00'::interval), was now() + '5 minutes'::INTERVAL`],
    ],
    ['spelling of a truth', truth(`'0'`), truth('false'), []],
    ['another truth', truth(`'t'`), truth('FALSE'), [`default is FALSE, was 't'`]],
    ['FALSE of a number', { ...tinyint(), default: '0' }, { ...tinyint(), default: 'FALSE' }, []],
    [
      'a text that looks like a truth',
      { ...email, default: `'false'` },
      { ...email, default: `'0'` },
      [`default is '0', was 'false'`],
    ],
    ['DEFAULT NULL', { ...email, default: 'NULL' }, email, []],
    [
      'a default that is known at run time alone',
      { ...email, default: `'unknown_value_of_mode'` },
      { ...email, default: `'a'` },
      [],
    ],
    [
      'no default in its place',
      { ...email, default: `'unknown_value_of_mode'` },
      email,
      [`has no default, was 'unknown_value_of_mode'`],
    ],
    ['display width', integer([11]), integer([]), []],
    [
      'a boolean',
      { ...email, type: { name: 'tinyint', args: [1], text: 'tinyint(1)' } },
      tinyint(),
      ['is tinyint, was tinyint(1)'],
    ],
    ['an enum', enumeration('a', 'b'), enumeration('a'), [`lacks the value 'b'`]],
    [
      'order of an enum',
      enumeration('a', 'b'),
      enumeration('b', 'a'),
      [`its values are in the order 'b', 'a'`],
    ],
  ])('%s', (_title, before, after, details) => {
    expect(compareSchemas(users({ columns: [before] }), users({ columns: [after] }))).toEqual(
      details.map(detail => `column users.email: ${detail}`),
    )
  })

  test('order does not count', () => {
    const other = { ...email, name: 'other' }
    expect(compareSchemas(users({ columns: [email, other] }), users({ columns: [other, email] }))).toEqual([])
  })

  test('missing and left over', () => {
    const other = { ...email, name: 'other' }
    expect(compareSchemas(users({ columns: [email] }), users({ columns: [other] }))).toEqual([
      'column users.email is missing',
      'column users.other is left over',
    ])
  })
})

describe('constraints and indexes', () => {
  const key: Constraint = {
    type: 'foreign-key',
    name: 'f',
    columns: ['a'],
    references: { table: 't', columns: ['id'] },
  }
  const index: Index = { name: 'i', table: 'users', parts: [{ column: 'a' }], unique: true }

  test.each<[string, Partial<Parts>, Partial<Parts>, readonly string[]]>([
    [
      'an action of a foreign key',
      { constraints: [{ ...key, onDelete: 'cascade' }] },
      { constraints: [key] },
      ['foreign key f of users: lacks ON DELETE CASCADE'],
    ],
    [
      'no action is the default',
      { constraints: [{ ...key, onDelete: 'no action' }] },
      { constraints: [key] },
      [],
    ],
    [
      'another written name',
      { constraints: [key] },
      { constraints: [{ ...key, name: 'g' }] },
      ['foreign key f of users: is called g'],
    ],
    [
      'another written name, of another key',
      { constraints: [key] },
      { constraints: [{ ...key, name: 'g', onDelete: 'cascade' }] },
      ['foreign key f of users is missing', 'foreign key g of users is left over'],
    ],
    [
      'another name of the engine’s',
      { constraints: [{ ...key, implicitName: true }] },
      { constraints: [{ ...key, name: 'g', implicitName: true }] },
      [],
    ],
    [
      'unique',
      { indexes: [index] },
      { indexes: [{ ...index, unique: false }] },
      ['index i: is not unique, was'],
    ],
    [
      'a predicate',
      { indexes: [{ ...index, where: 'a > 1' }] },
      { indexes: [index] },
      ['index i: covers every row, was only those where a > 1'],
    ],
    [
      'spelling of a predicate',
      { indexes: [{ ...index, where: '(a>1)' }] },
      { indexes: [{ ...index, where: 'A > 1' }] },
      [],
    ],
  ])('%s', (_title, before, after, differences) => {
    expect(compareSchemas(users(before), users(after))).toEqual(differences)
  })
})

test('a table known in part is compared in what is known', () => {
  const part = users({ columns: [] }, { complete: false })
  expect(compareSchemas(part, users({ columns: [email] }, { complete: false }))).toEqual([
    'column users.email is left over',
  ])
  expect(compareSchemas(part, users({ columns: [email] }))).toEqual([])
})

test('a table that a statement has shown after track was lost is not left over', () => {
  const none = emptySchema(semantics, { complete: true })
  const shown = users({}, { complete: false })
  expect(compareSchemas(none, shown)).toEqual([])
  expect(compareSchemas(none, { ...shown, complete: true })).toEqual(['table users is left over'])
  expect(compareSchemas(none, users({}))).toEqual(['table users is left over'])
})

interface Parts {
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  readonly indexes: readonly Index[]
}

function users(
  { columns = [email], constraints = [], indexes = [] }: Partial<Parts>,
  { complete = true }: { readonly complete?: boolean } = {},
): SchemaState {
  const table: Table = {
    name: 'users',
    columns: new Map(columns.map(column => [column.name, column])),
    constraints,
    indexes,
    options: {},
    complete,
  }
  return { ...emptySchema(semantics, { complete }), tables: new Map([['users', table]]) }
}

function integer(args: readonly number[]): Column {
  return { ...email, type: { name: 'int', args, text: 'int' } }
}

function truth(text: string): Column {
  return { ...email, type: { name: 'boolean', args: [], text: 'boolean' }, default: text }
}

function tinyint(): Column {
  return { ...email, type: { name: 'tinyint', args: [], text: 'tinyint' } }
}

function enumeration(...values: readonly string[]): Column {
  return { ...email, type: { name: 'enum', args: [], values, text: 'enum' } }
}

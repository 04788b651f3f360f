import { describe, expect, it } from 'vitest'
import type { Column, DataType } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { sqlite } from './index.ts'
import { sqliteSemantics } from './semantics.ts'
import { affinityOf } from './types.ts'

const traits = sqlite.traits()

function type(text: string): DataType {
  return { name: text.replace(/\(.*/, '').toLowerCase(), args: [], text }
}

describe('type changes', () => {
  it.each([
    ['INT', 'BIGINT', 'nothing'],
    ['VARCHAR(20)', 'VARCHAR(5)', 'nothing'],
    ['INTEGER', 'TEXT', 'nothing'],
    ['REAL', 'INTEGER', 'nothing'],
    ['TEXT', 'BLOB', 'nothing'],
    ['TEXT', 'INTEGER', 'silent'],
    ['TEXT', 'DECIMAL(10,2)', 'silent'],
    ['BIGINT', 'DOUBLE', 'silent'],
    ['INTEGER', 'DOUBLE', 'nothing'],
    ['REAL', 'TEXT', 'silent'],
  ])('%s to %s loses %s', (from, to, loses) => {
    expect(traits.typeChange(type(from), type(to)).loses).toBe(loses)
  })

  it('loses silently through CAST', () => {
    expect(traits.typeChange(type('TEXT'), type('TEXT'), 'CAST(a AS INTEGER)').loses).toBe('silent')
  })

  it.each([
    ['FLOATING POINT', 'integer'],
    ['CHARINT', 'integer'],
    ['nvarchar', 'text'],
    ['', 'blob'],
    ['double precision', 'real'],
    ['STRING', 'numeric'],
    ['boolean', 'numeric'],
  ])('%s has the affinity %s', (name, affinity) => {
    expect(affinityOf(name)).toBe(affinity)
  })
})

const id: Column = { name: 'id', type: type('INTEGER'), nullable: false }

const users: Table = {
  name: 'users',
  columns: new Map([['id', id]]),
  constraints: [],
  indexes: [{ name: 'users_id', table: 'users', parts: [{ column: 'id' }], unique: false }],
  options: {},
  complete: true,
}

const schema: SchemaState = {
  semantics: sqliteSemantics,
  tables: new Map([['users', users]]),
  enums: new Map(),
  objects: new Map(),
  complete: true,
}

describe('effects', () => {
  const addColumn: Operation = {
    kind: 'add-column',
    table: 'Users',
    column: id,
    constraints: [],
    ifNotExists: false,
  }
  it.each<[string, Operation, boolean | null, boolean | null]>([
    ['add-column', addColumn, false, false],
    [
      'add-column with CHECK',
      { ...addColumn, constraints: [{ type: 'check', expression: 'id > 0' }] },
      false,
      true,
    ],
    [
      'drop-column',
      { kind: 'drop-column', table: 'users', column: 'id', ifExists: false, cascade: false },
      true,
      true,
    ],
    ['rename-column', { kind: 'rename-column', table: 'users', column: 'id', to: 'b' }, false, false],
    [
      'drop-index',
      { kind: 'drop-index', name: 'users_id', concurrently: false, ifExists: false, cascade: false },
      false,
      false,
    ],
    ['vacuum', { kind: 'maintain', action: 'vacuum' }, true, true],
    ['delete-rows', { kind: 'delete-rows', table: 'users', filter: 'absent' }, false, true],
  ])('%s', (_, operation, rewrite, scan) => {
    expect(traits.effectsOf(operation, schema)).toMatchObject([{ blocksWrites: true, rewrite, scan }])
  })

  it('are none on a table that does not exist', () => {
    expect(traits.effectsOf({ ...addColumn, table: 'orders' }, schema)).toEqual([])
    expect(traits.effectsOf({ ...addColumn, table: 'orders' }, { ...schema, complete: false })).toHaveLength(
      1,
    )
  })
})

describe('names', () => {
  it.each([
    ['users', 'users'],
    ['Order', '"Order"'],
    ['a"b', '"a""b"'],
    ['1st', '"1st"'],
  ])('%s is quoted as %s', (name, quoted) => {
    expect(traits.quote(name)).toBe(quoted)
  })

  it('are found whatever their case', () => {
    expect(sqliteSemantics.objectKey('main.Users')).toBe('users')
    expect(sqliteSemantics.columnKey('ÄId')).toBe('Äid')
  })

  it('are given as SQLite gives them', () => {
    const unique = { type: 'unique', columns: ['a'] } as const
    expect(sqliteSemantics.constraintName('t', unique, new Set())).toBe('sqlite_autoindex_t_1')
    expect(sqliteSemantics.constraintName('t', unique, new Set(['sqlite_autoindex_t_1']))).toBe(
      'sqlite_autoindex_t_2',
    )
  })
})

import { describe, expect, test } from 'vitest'
import type { Column, Constraint, DataType, Index } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { apply } from './apply.ts'
import { compareSchemas } from './compare.ts'
import { emptySchema } from './empty-schema.ts'
import { findColumn, findTable } from './lookup.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

const postgresLike: SchemaSemantics = {
  objectKey: name => name,
  columnKey: name => name,
  constraintName: (table, constraint) =>
    constraint.type === 'primary-key' ? `${table}_pkey` : `${table}_${constraint.type}`,
  indexName: (table, index) => `${table}_${index.parts.map(part => part.column ?? 'expr').join('_')}_idx`,
  droppedColumnInIndex: 'drops-index',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
}

const mysqlLike: SchemaSemantics = {
  ...postgresLike,
  columnKey: name => name.toLowerCase(),
  indexName: (_table, index) => index.parts[0]?.column ?? 'expr',
  droppedColumnInIndex: 'shrinks-index',
  foreignKeyCreatesIndex: true,
  indexNamesPer: 'table',
}

describe('tables', () => {
  test('IF NOT EXISTS leaves a table that is there', () => {
    const before = run(postgresLike, create('users', [column('id')]))
    expect(apply(before, { ...create('users', [column('other')]), ifNotExists: true })).toBe(before)
  })

  test('CREATE OR REPLACE makes it anew', () => {
    const schema = run(mysqlLike, create('users', [column('id')]), {
      ...create('users', [column('other')]),
      orReplace: true,
    })
    expect([...tableOf(schema, 'users').columns.keys()]).toEqual(['other'])
  })

  test('LIKE copies columns, keys and indexes, and no foreign keys', () => {
    const schema = run(
      postgresLike,
      create('users', [column('id')]),
      {
        ...create('orders', [column('id'), column('user_id')]),
        constraints: [primaryKey('id'), foreignKey('user_id', 'users')],
        indexes: [index('orders_by_user', 'orders', 'user_id')],
      },
      { ...create('archive', []), likes: [{ table: 'orders' }] },
    )
    const archive = tableOf(schema, 'archive')
    expect([...archive.columns.keys()]).toEqual(['id', 'user_id'])
    expect([...archive.constraints]).toEqual([
      { ...primaryKey('id'), name: 'archive_pkey', implicitName: true },
    ])
    expect(archive.indexes.map(({ name, table }) => [name, table])).toEqual([
      ['archive_user_id_idx', 'archive'],
    ])
  })

  test('the foreign keys of a column are dropped, and no others', () => {
    const schema = run(
      postgresLike,
      create('users', [column('id')]),
      {
        ...create('orders', [column('user_id'), column('payer_id')]),
        constraints: [primaryKey('user_id'), foreignKey('user_id', 'users'), foreignKey('payer_id', 'users')],
      },
      {
        kind: 'drop-constraint',
        table: 'orders',
        type: 'foreign-key',
        columns: ['user_id'],
        ifExists: false,
        cascade: false,
      },
    )
    expect(tableOf(schema, 'orders').constraints.map(each => 'columns' in each && [...each.columns])).toEqual(
      [['user_id'], ['payer_id']],
    )
  })

  test('a rename is carried into foreign keys and triggers of other tables', () => {
    const schema = run(
      postgresLike,
      create('users', [column('id')]),
      { ...create('orders', [column('user_id')]), constraints: [foreignKey('user_id', 'users')] },
      object('trigger', 'touch', 'CREATE TRIGGER touch …', 'users'),
      { kind: 'rename-table', table: 'users', to: 'people' },
    )
    expect([...tableOf(schema, 'orders').constraints][0]).toMatchObject({ references: { table: 'people' } })
    expect([...schema.objects.keys()]).toEqual(['trigger:people.touch'])
  })

  test('CASCADE takes foreign keys of others and views, and leaves them otherwise', () => {
    const given = run(
      postgresLike,
      create('users', [column('id')]),
      { ...create('orders', [column('user_id')]), constraints: [foreignKey('user_id', 'users')] },
      object('view', 'active_users', 'CREATE VIEW active_users AS SELECT id FROM "users" WHERE active'),
      object('view', 'all_orders', 'CREATE VIEW all_orders AS SELECT * FROM orders -- not users'),
    )
    const cascaded = apply(given, { ...dropTable('users'), cascade: true })
    expect([...tableOf(cascaded, 'orders').constraints]).toEqual([])
    expect([...cascaded.objects.keys()]).toEqual(['view:all_orders'])
    const plain = apply(given, dropTable('users'))
    expect([...tableOf(plain, 'orders').constraints]).toHaveLength(1)
    expect(plain.objects.size).toBe(2)
  })

  test('a statement on a table never seen makes it known in part', () => {
    const unseen = emptySchema(postgresLike, { complete: false })
    const after = apply(unseen, addColumn('users', column('email')))
    expect(tableOf(after, 'users')).toMatchObject({ complete: false })
    const whole = emptySchema(postgresLike, { complete: true })
    expect(apply(whole, addColumn('users', column('email')))).toBe(whole)
  })

  test('what could not be read makes its table incomplete', () => {
    const schema = run(postgresLike, create('users', [column('id')]), {
      kind: 'unreadable',
      level: 'partial',
      reason: 'near "FOO"',
      object: 'users',
    })
    expect(tableOf(schema, 'users').complete).toBe(false)
  })

  test('an INSERT that could not be read whole leaves every table as it is', () => {
    const before = run(postgresLike, create('users', [column('id')]))
    const unread = { kind: 'unreadable', level: 'partial', reason: 'near "FOO"', verb: 'INSERT' } as const
    expect(apply(before, unread)).toBe(before)
    expect(tableOf(apply(before, { ...unread, level: 'damaged' }), 'users').complete).toBe(false)
  })

  test('a column that was never seen has its new name alone', () => {
    const unseen = emptySchema(postgresLike, { complete: false })
    const rename = { kind: 'rename-column', table: 'users', column: 'mail', to: 'email' } as const
    expect([...tableOf(apply(unseen, rename), 'users').columns.keys()]).toEqual(['email'])
  })

  test('what could not be read at all may have changed any table', () => {
    const schema = run(postgresLike, create('users', [column('id')]), create('carts', [column('id')]), {
      kind: 'unreadable',
      level: 'unknown',
      reason: 'migrations in Go cannot be read yet',
    })
    expect(['users', 'carts'].map(name => tableOf(schema, name).complete)).toEqual([false, false])
  })
})

describe('columns', () => {
  const composite = create('orders', [column('a'), column('b')])
  const indexed = { ...composite, indexes: [index('by_both', 'orders', 'a', 'b')] }

  test('PostgreSQL drops the whole index of a dropped column', () => {
    expect([...tableOf(run(postgresLike, indexed, dropColumn('orders', 'a')), 'orders').indexes]).toEqual([])
  })

  test('MySQL takes the column out of the index, and the index when it was the last', () => {
    const once = run(mysqlLike, indexed, dropColumn('orders', 'a'))
    expect([...tableOf(once, 'orders').indexes][0]?.parts).toEqual([{ column: 'b' }])
    expect([...tableOf(apply(once, dropColumn('orders', 'b')), 'orders').indexes]).toEqual([])
  })

  test('a dropped column takes the checks and predicates that name it', () => {
    const schema = run(
      postgresLike,
      {
        ...composite,
        constraints: [{ type: 'check', name: 'positive', expression: 'a > 0' }],
        indexes: [{ ...index('recent', 'orders', 'b'), where: `a > 0 AND note <> 'b'` }],
      },
      dropColumn('orders', 'a'),
    )
    expect([...tableOf(schema, 'orders').constraints]).toEqual([])
    expect([...tableOf(schema, 'orders').indexes]).toEqual([])
  })

  test('MODIFY says everything again: what is not repeated is gone', () => {
    const status: Column = {
      ...column('status'),
      nullable: false,
      default: `'pending'`,
      comment: 'where it is',
      onUpdate: 'CURRENT_TIMESTAMP',
    }
    const schema = run(mysqlLike, create('orders', [status]), {
      ...change('orders', 'status', column('status')),
    })
    expect(columnOf(schema, 'orders', 'status')).toEqual(column('status'))
  })

  test('a primary key column stays NOT NULL when MODIFY does not say so', () => {
    const schema = run(
      mysqlLike,
      { ...create('orders', [column('id')]), constraints: [primaryKey('id')] },
      change('orders', 'id', column('id', 'bigint')),
    )
    expect(columnOf(schema, 'orders', 'id')).toMatchObject({ nullable: false, type: { name: 'bigint' } })
  })

  test('CHANGE and RENAME COLUMN are carried into keys, indexes, checks and references', () => {
    const given = [
      {
        ...create('users', [column('id')]),
        constraints: [primaryKey('id')],
      },
      {
        ...create('orders', [column('user_id')]),
        constraints: [foreignKey('user_id', 'users')],
        indexes: [{ ...index('by_user', 'orders', 'user_id'), where: 'user_id > 0' }],
      },
    ]
    const schema = run(
      postgresLike,
      ...given,
      { kind: 'rename-column', table: 'users', column: 'id', to: 'key' },
      change('orders', 'user_id', column('owner')),
    )
    expect([...tableOf(schema, 'users').constraints][0]).toMatchObject({ columns: ['key'] })
    expect([...tableOf(schema, 'orders').constraints][0]).toMatchObject({
      columns: ['owner'],
      references: { columns: ['key'] },
    })
    expect([...tableOf(schema, 'orders').indexes][0]).toMatchObject({
      parts: [{ column: 'owner' }],
      where: 'owner > 0',
    })
  })

  test('AFTER puts a column in its place', () => {
    const schema = run(mysqlLike, composite, {
      ...addColumn('orders', column('between')),
      position: { after: 'A' },
    })
    expect([...tableOf(schema, 'orders').columns.keys()]).toEqual(['a', 'between', 'b'])
  })

  test('a serial column owns its sequence', () => {
    const serial: Column = { ...column('id'), autoIncrement: 'serial' }
    const given = run(postgresLike, create('users', [serial]))
    expect([...given.objects.keys()]).toEqual(['sequence:users_id_seq'])
    expect(apply(given, dropColumn('users', 'id')).objects.size).toBe(0)
  })
})

describe('constraints and indexes', () => {
  test('a primary key makes its columns NOT NULL, and dropping it leaves them so', () => {
    const keyed = run(postgresLike, create('users', [column('id')]), {
      kind: 'add-constraint',
      table: 'users',
      constraint: primaryKey('id'),
    })
    const dropped = apply(keyed, dropConstraint('users', 'users_pkey'))
    expect([...tableOf(dropped, 'users').constraints]).toEqual([])
    expect(columnOf(dropped, 'users', 'id')?.nullable).toBe(false)
  })

  test('MySQL makes an index for a foreign key and gives it up for a written one', () => {
    const keyed = run(mysqlLike, create('users', [column('id')]), create('orders', [column('user_id')]), {
      kind: 'add-constraint',
      table: 'orders',
      constraint: { ...foreignKey('user_id', 'users'), name: 'f' },
    })
    expect(tableOf(keyed, 'orders').indexes.map(({ name }) => name)).toEqual(['f'])
    const written = apply(keyed, createIndex(index('by_user', 'orders', 'user_id')))
    expect(tableOf(written, 'orders').indexes.map(({ name }) => name)).toEqual(['by_user'])
  })

  test('an index is found without its table where names are the schema’s', () => {
    const given = run(
      postgresLike,
      create('users', [column('id')]),
      createIndex(index('by_id', 'users', 'id')),
      { kind: 'rename-index', name: 'by_id', to: 'users_by_id' },
    )
    expect([...tableOf(given, 'users').indexes][0]?.name).toBe('users_by_id')
    expect([...tableOf(apply(given, dropIndex('users_by_id')), 'users').indexes]).toEqual([])
  })

  test('MySQL drops a unique key as an index', () => {
    const given = run(mysqlLike, {
      ...create('users', [column('email')]),
      constraints: [{ type: 'unique', name: 'email_key', columns: ['email'] }],
    })
    const dropped = apply(given, { ...dropIndex('email_key'), table: 'users' })
    expect([...tableOf(dropped, 'users').constraints]).toEqual([])
  })

  test('ADD CONSTRAINT USING INDEX turns the index into the key', () => {
    const schema = run(
      postgresLike,
      create('users', [column('email')]),
      createIndex({ ...index('by_email', 'users', 'email'), unique: true }),
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: { type: 'unique', name: 'users_email_key', columns: [] },
        usingIndex: 'by_email',
      },
    )
    expect([...tableOf(schema, 'users').indexes]).toEqual([])
    expect([...tableOf(schema, 'users').constraints]).toEqual([
      { type: 'unique', name: 'users_email_key', columns: ['email'] },
    ])
  })
})

describe('types and objects', () => {
  test('enum values are added in their place and renamed', () => {
    const schema = run(
      postgresLike,
      { kind: 'create-enum', type: 'status', values: ['a', 'c'] },
      {
        kind: 'add-enum-value',
        type: 'status',
        value: 'b',
        neighbour: { side: 'before', value: 'c' },
        ifNotExists: false,
      },
      { kind: 'rename-enum-value', type: 'status', value: 'a', to: 'z' },
    )
    expect(schema.enums.get('status')?.values).toEqual(['z', 'b', 'c'])
  })

  test('DROP TYPE CASCADE drops the columns of that type', () => {
    const given = run(
      postgresLike,
      { kind: 'create-enum', type: 'status', values: ['a'] },
      create('orders', [column('id'), column('status', 'status')]),
    )
    const drop: Operation = {
      kind: 'drop-object',
      objectType: 'type',
      name: 'status',
      ifExists: false,
      cascade: true,
    }
    expect([...tableOf(apply(given, drop), 'orders').columns.keys()]).toEqual(['id'])
  })

  test('CASCADE goes through views of views, with the indexes on them', () => {
    const given = run(
      postgresLike,
      create('users', [column('id')]),
      object('view', 'one', 'CREATE VIEW one AS SELECT * FROM users'),
      object('materialized-view', 'two', 'CREATE MATERIALIZED VIEW two AS SELECT * FROM one'),
      createIndex(index('by_id', 'two', 'id')),
      object('view', 'apart', 'CREATE VIEW apart AS SELECT 1'),
    )
    expect(given.objects.size).toBe(4)
    expect([...apply(given, { ...dropTable('users'), cascade: true }).objects.keys()]).toEqual(['view:apart'])
  })

  test('a function takes its triggers along in a rename, and in a drop with CASCADE', () => {
    const given = run(
      postgresLike,
      create('users', [column('id')]),
      object('function', 'touch', 'CREATE FUNCTION touch() …'),
      object('trigger', 't', 'CREATE TRIGGER t … EXECUTE FUNCTION touch()', 'users'),
      { kind: 'rename-object', objectType: 'function', name: 'touch', to: 'mark' },
    )
    expect(given.objects.get('trigger:users.t')?.definition).toContain('FUNCTION mark()')
    const drop: Operation = {
      kind: 'drop-object',
      objectType: 'function',
      name: 'mark()',
      ifExists: false,
      cascade: true,
    }
    expect(apply(given, drop).objects.size).toBe(0)
  })

  test('grants are kept with their table', () => {
    const given = run(postgresLike, create('users', [column('id')]), {
      kind: 'change-privileges',
      action: 'grant',
      privileges: ['SELECT'],
      on: 'users',
      roles: ['app'],
    })
    const bare = run(postgresLike, create('users', [column('id')]))
    expect(compareSchemas(given, bare)).toEqual(['table users: lacks privileges of app select'])
  })
})

function run(semantics: SchemaSemantics, ...operations: readonly Operation[]): SchemaState {
  return operations.reduce(apply, emptySchema(semantics, { complete: true }))
}

function tableOf(schema: SchemaState, name: string): Table {
  const table = findTable(schema, name)
  if (table === undefined) throw new Error(`no table ${name}`)
  return table
}

function columnOf(schema: SchemaState, table: string, name: string): Column | undefined {
  return findColumn(tableOf(schema, table), name, schema.semantics)
}

function type(name: string): DataType {
  return { name, args: [], text: name }
}

function column(name: string, typeName = 'integer'): Column {
  return { name, type: type(typeName), nullable: true }
}

function create(table: string, columns: readonly Column[]): OperationOf<'create-table'> {
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

function dropTable(table: string): OperationOf<'drop-table'> {
  return { kind: 'drop-table', table, ifExists: false, cascade: false, temporary: false }
}

function addColumn(table: string, added: Column): OperationOf<'add-column'> {
  return { kind: 'add-column', table, column: added, constraints: [], ifNotExists: false }
}

function dropColumn(table: string, name: string): OperationOf<'drop-column'> {
  return { kind: 'drop-column', table, column: name, ifExists: false, cascade: false }
}

function change(table: string, name: string, to: Column): OperationOf<'change-column'> {
  return { kind: 'change-column', table, column: name, to, constraints: [], ifExists: false }
}

function primaryKey(...columns: readonly string[]): Constraint {
  return { type: 'primary-key', columns }
}

function foreignKey(name: string, table: string): Constraint {
  return { type: 'foreign-key', columns: [name], references: { table, columns: ['id'] } }
}

function dropConstraint(table: string, name: string): OperationOf<'drop-constraint'> {
  return { kind: 'drop-constraint', table, name, ifExists: false, cascade: false }
}

function index(name: string, table: string, ...columns: readonly string[]): Index {
  return { name, table, parts: columns.map(each => ({ column: each })), unique: false }
}

function createIndex(created: Index): OperationOf<'create-index'> {
  return {
    kind: 'create-index',
    index: created,
    concurrently: false,
    ifNotExists: false,
    orReplace: false,
    only: false,
  }
}

function dropIndex(name: string): OperationOf<'drop-index'> {
  return { kind: 'drop-index', name, concurrently: false, ifExists: false, cascade: false }
}

function object(
  objectType: OperationOf<'create-object'>['objectType'],
  name: string,
  definition: string,
  table?: string,
): OperationOf<'create-object'> {
  return {
    kind: 'create-object',
    objectType,
    name,
    definition,
    orReplace: false,
    ifNotExists: false,
    ...(table === undefined ? {} : { table }),
  }
}

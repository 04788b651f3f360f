import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  ["CREATE TYPE st AS ENUM ('a', 'it''s')", [{ kind: 'create-enum', type: 'st', values: ['a', "it's"] }]],
  [
    "ALTER TYPE st ADD VALUE IF NOT EXISTS 'c' AFTER 'a'",
    [
      {
        kind: 'add-enum-value',
        type: 'st',
        value: 'c',
        neighbour: { side: 'after', value: 'a' },
        ifNotExists: true,
      },
    ],
  ],
  ["ALTER TYPE st RENAME VALUE 'a' TO 'b'", [{ kind: 'rename-enum-value', type: 'st', value: 'a', to: 'b' }]],
  [
    'ALTER TYPE st RENAME TO st_old',
    [{ kind: 'rename-object', objectType: 'type', name: 'st', to: 'st_old' }],
  ],
  [
    'DROP TYPE IF EXISTS st CASCADE',
    [{ kind: 'drop-object', objectType: 'type', name: 'st', ifExists: true, cascade: true }],
  ],
  ['DROP VIEW v', [{ kind: 'drop-object', objectType: 'view', name: 'v' }]],
  [
    'DROP MATERIALIZED VIEW IF EXISTS mv CASCADE',
    [{ kind: 'drop-object', objectType: 'materialized-view', name: 'mv', ifExists: true, cascade: true }],
  ],
  [
    'DROP FUNCTION IF EXISTS f(int), g',
    [
      { kind: 'drop-object', objectType: 'function', name: 'f', ifExists: true },
      { kind: 'drop-object', objectType: 'function', name: 'g', ifExists: true },
    ],
  ],
  [
    'DROP TRIGGER IF EXISTS tr ON audit.users',
    [{ kind: 'drop-object', objectType: 'trigger', name: 'tr', ifExists: true, table: 'audit.users' }],
  ],
  ['DROP POLICY p ON users', [{ kind: 'drop-object', objectType: 'policy', name: 'p', table: 'users' }]],
  [
    'DROP SCHEMA audit CASCADE',
    [{ kind: 'drop-object', objectType: 'schema', name: 'audit', cascade: true }],
  ],
  ['DROP EXTENSION citext', [{ kind: 'drop-object', objectType: 'extension', name: 'citext' }]],
  ['DROP DATABASE IF EXISTS d', [{ kind: 'drop-object', objectType: 'database', name: 'd', ifExists: true }]],
  [
    'DROP ROLE a, b',
    [
      { kind: 'drop-object', objectType: 'role', name: 'a' },
      { kind: 'drop-object', objectType: 'role', name: 'b' },
    ],
  ],
  [
    'DROP OWNED BY bob CASCADE',
    [{ kind: 'drop-object', objectType: 'other', name: 'owned by bob', cascade: true }],
  ],
  ['DROP DOMAIN pos', [{ kind: 'drop-object', objectType: 'domain', name: 'pos' }]],
  ['DROP SEQUENCE s', [{ kind: 'drop-object', objectType: 'sequence', name: 's' }]],
  ['ALTER VIEW v RENAME TO w', [{ kind: 'rename-object', objectType: 'view', name: 'v', to: 'w' }]],
  [
    'ALTER VIEW v RENAME COLUMN a TO b',
    [{ kind: 'alter-object', objectType: 'view', name: 'v', change: 'rename column a to b' }],
  ],
  [
    'ALTER TRIGGER a ON users RENAME TO b',
    [{ kind: 'rename-object', objectType: 'trigger', name: 'a', to: 'b', table: 'users' }],
  ],
  [
    'ALTER FUNCTION f(int) SET SCHEMA audit',
    [{ kind: 'rename-object', objectType: 'function', name: 'f', to: 'audit.f' }],
  ],
  [
    'ALTER FUNCTION f(int) OWNER TO bob',
    [{ kind: 'alter-object', objectType: 'function', name: 'f', change: 'owner to bob' }],
  ],
  ['ALTER SCHEMA a RENAME TO b', [{ kind: 'rename-object', objectType: 'schema', name: 'a', to: 'b' }]],
  [
    'ALTER SEQUENCE s RESTART WITH 5',
    [{ kind: 'alter-object', objectType: 'sequence', name: 's', change: 'restart 5' }],
  ],
  [
    'ALTER DOMAIN pos ADD CONSTRAINT c CHECK (value > 0) NOT VALID',
    [{ kind: 'alter-object', objectType: 'domain', name: 'pos', change: 'add constraint c not valid' }],
  ],
  [
    'ALTER DOMAIN pos VALIDATE CONSTRAINT c',
    [{ kind: 'alter-object', objectType: 'domain', name: 'pos', change: 'validate constraint c' }],
  ],
  [
    'ALTER TYPE addr ADD ATTRIBUTE city text',
    [{ kind: 'alter-object', objectType: 'composite-type', name: 'addr', change: 'attribute add city text' }],
  ],
  [
    "ALTER ROLE bob PASSWORD 'secret'",
    [{ kind: 'alter-object', objectType: 'role', name: 'bob', change: 'password' }],
  ],
  [
    'ALTER PUBLICATION pb ADD TABLE o',
    [{ kind: 'alter-object', objectType: 'publication', name: 'pb', change: 'add tables' }],
  ],
  [
    'ALTER EXTENSION citext UPDATE',
    [{ kind: 'alter-object', objectType: 'extension', name: 'citext', change: 'update' }],
  ],
  [
    'ALTER DATABASE d SET search_path TO a',
    [{ kind: 'alter-object', objectType: 'database', name: 'd', change: 'set search_path' }],
  ],
]

beforeAll(() => postgres.load())

describe('objects that are changed and dropped', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

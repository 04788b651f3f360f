import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'CREATE OR REPLACE VIEW v AS SELECT 1',
    [{ kind: 'create-object', objectType: 'view', name: 'v', orReplace: true }],
  ],
  [
    'CREATE MATERIALIZED VIEW IF NOT EXISTS mv AS SELECT * FROM t',
    [{ kind: 'create-object', objectType: 'materialized-view', name: 'mv', ifNotExists: true }],
  ],
  [
    'CREATE SEQUENCE IF NOT EXISTS s',
    [{ kind: 'create-object', objectType: 'sequence', name: 's', ifNotExists: true }],
  ],
  [
    'CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DROP TABLE users; END $$',
    [{ kind: 'create-object', objectType: 'function', name: 'f', orReplace: true }],
  ],
  [
    "CREATE PROCEDURE p() LANGUAGE sql AS 'DELETE FROM users'",
    [{ kind: 'create-object', objectType: 'procedure', name: 'p' }],
  ],
  [
    'CREATE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()',
    [{ kind: 'create-object', objectType: 'trigger', name: 'tr', table: 'users' }],
  ],
  [
    'CREATE POLICY p ON users USING (true)',
    [{ kind: 'create-object', objectType: 'policy', name: 'p', table: 'users' }],
  ],
  [
    'CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING',
    [{ kind: 'create-object', objectType: 'rule', name: 'r', table: 'users' }],
  ],
  [
    'CREATE EXTENSION IF NOT EXISTS citext',
    [{ kind: 'create-object', objectType: 'extension', name: 'citext', ifNotExists: true }],
  ],
  [
    'CREATE SCHEMA IF NOT EXISTS audit',
    [{ kind: 'create-object', objectType: 'schema', name: 'audit', ifNotExists: true }],
  ],
  [
    'CREATE DOMAIN pos AS int CHECK (value > 0)',
    [{ kind: 'create-object', objectType: 'domain', name: 'pos' }],
  ],
  [
    'CREATE TYPE addr AS (street text, zip int)',
    [{ kind: 'create-object', objectType: 'composite-type', name: 'addr' }],
  ],
  ['CREATE TYPE r AS RANGE (subtype = int)', [{ kind: 'create-object', objectType: 'type', name: 'r' }]],
  [
    'CREATE AGGREGATE ag (int) (sfunc = f, stype = int)',
    [{ kind: 'create-object', objectType: 'aggregate', name: 'ag' }],
  ],
  ['CREATE ROLE bob LOGIN', [{ kind: 'create-object', objectType: 'role', name: 'bob' }]],
  ['CREATE DATABASE d', [{ kind: 'create-object', objectType: 'database', name: 'd' }]],
  [
    'CREATE PUBLICATION pb FOR TABLE users',
    [{ kind: 'create-object', objectType: 'publication', name: 'pb' }],
  ],
  [
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
    [{ kind: 'create-object', objectType: 'subscription', name: 's' }],
  ],
  [
    'CREATE STATISTICS st ON a, b FROM t',
    [{ kind: 'create-object', objectType: 'statistics', name: 'st', table: 't' }],
  ],
  ['CREATE SERVER s FOREIGN DATA WRAPPER w', [{ kind: 'create-object', objectType: 'server', name: 's' }]],
  [
    'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()',
    [{ kind: 'create-object', objectType: 'other', name: 'e' }],
  ],
  [
    'CREATE CAST (int AS st) WITH FUNCTION f(int)',
    [{ kind: 'create-object', objectType: 'other', name: 'pg_catalog.int4 as st' }],
  ],
]

beforeAll(() => postgres.load())

describe('objects that are made', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

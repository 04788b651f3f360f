import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'CREATE TABLE b AS WITH d AS (DELETE FROM a RETURNING *) SELECT * FROM d',
    [
      { kind: 'delete-rows', table: 'a', filter: 'absent' },
      { kind: 'create-table', table: 'b', asSelect: true },
    ],
  ],
  [
    "INSERT INTO users (id, email) VALUES (1, 'a')",
    [{ kind: 'insert-rows', table: 'users', columns: ['id', 'email'] }],
  ],
  [
    'INSERT INTO a SELECT id, lower(x) AS y FROM b WHERE id > 1',
    [{ kind: 'insert-rows', table: 'a', copiesFrom: { table: 'b', expressions: ['id', 'lower(x)'] } }],
  ],
  [
    'INSERT INTO a (id) SELECT b.id FROM b JOIN c ON true',
    [
      { kind: 'insert-rows', table: 'a', columns: ['id'] },
      { kind: 'read-rows', tables: ['b', 'c'] },
    ],
  ],
  [
    'INSERT INTO users (id, n) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = excluded.n',
    [
      { kind: 'insert-rows', table: 'users', columns: ['id', 'n'] },
      {
        kind: 'update-rows',
        table: 'users',
        columns: ['n'],
        filter: 'present',
        assignments: { n: 'excluded.n' },
      },
    ],
  ],
  ['INSERT INTO users DEFAULT VALUES ON CONFLICT DO NOTHING', [{ kind: 'insert-rows', table: 'users' }]],
  [
    "UPDATE users SET a = 1, b = coalesce(c, 'x, y') WHERE id = 1 AND b IS NULL RETURNING id",
    [
      {
        kind: 'update-rows',
        table: 'users',
        columns: ['a', 'b'],
        filter: 'present',
        where: 'id = 1 AND b IS NULL',
        assignments: { a: '1', b: "coalesce(c, 'x, y')" },
      },
    ],
  ],
  [
    'UPDATE users SET a = b IS DISTINCT FROM c FROM d',
    [
      {
        kind: 'update-rows',
        table: 'users',
        columns: ['a'],
        filter: 'absent',
        assignments: { a: 'b IS DISTINCT FROM c' },
      },
    ],
  ],
  [
    'UPDATE users SET (a, b) = (SELECT 1, 2) WHERE true',
    [
      {
        kind: 'update-rows',
        table: 'users',
        columns: ['a', 'b'],
        filter: 'always-true',
        where: 'true',
        assignments: {},
      },
    ],
  ],
  ['DELETE FROM users', [{ kind: 'delete-rows', table: 'users', filter: 'absent' }]],
  [
    'DELETE FROM users WHERE 1 = 1',
    [{ kind: 'delete-rows', table: 'users', filter: 'always-true', where: '1 = 1' }],
  ],
  [
    'DELETE FROM users u USING o WHERE o.user_id = u.id',
    [{ kind: 'delete-rows', table: 'users', filter: 'present', where: 'o.user_id = u.id' }],
  ],
  [
    'WITH gone AS (DELETE FROM a WHERE x RETURNING *), kept AS (SELECT 1) INSERT INTO b SELECT * FROM gone',
    [
      { kind: 'delete-rows', table: 'a', filter: 'present', where: 'x' },
      { kind: 'insert-rows', table: 'b' },
    ],
  ],
  [
    'WITH up AS (UPDATE a SET n = 1 RETURNING id) SELECT * FROM up, c',
    [
      { kind: 'update-rows', table: 'a', columns: ['n'], filter: 'absent', assignments: { n: '1' } },
      { kind: 'read-rows', tables: ['c'] },
    ],
  ],
  [
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)',
    [
      { kind: 'delete-rows', table: 't', filter: 'present' },
      { kind: 'update-rows', table: 't', columns: ['a'], filter: 'present', assignments: { a: 's.a' } },
      { kind: 'insert-rows', table: 't', columns: ['id'] },
    ],
  ],
  ['SELECT 1', [{ kind: 'no-effect', what: 'select' }]],
  [
    'SELECT * FROM a JOIN audit.b ON true WHERE EXISTS (SELECT FROM c)',
    [{ kind: 'read-rows', tables: ['a', 'audit.b', 'c'] }],
  ],
  [
    "SELECT set_config('search_path', '', false)",
    [{ kind: 'set-variable', name: 'search_path', value: "''", scope: 'session' }],
  ],
  [
    "SELECT pg_catalog.setval('public.users_id_seq', 5, true)",
    [{ kind: 'alter-object', objectType: 'sequence', name: 'users_id_seq', change: 'setval 5' }],
  ],
  [
    "SELECT AddGeometryColumn('public', 'places', 'geom', 4326, 'POINT', 3)",
    [
      {
        kind: 'add-column',
        table: 'places',
        column: { name: 'geom', type: { name: 'geometry', text: 'geometry(POINTZ, 4326)' }, nullable: true },
      },
    ],
  ],
  [
    "SELECT DropGeometryColumn('gis', 'places', 'geom')",
    [{ kind: 'drop-column', table: 'gis.places', column: 'geom' }],
  ],
  ["SELECT DropGeometryTable('', 'places')", [{ kind: 'drop-table', table: 'places', ifExists: true }]],
  [
    "SELECT AddGeometryColumn(name, 'geom', 4326, 'POINT', 2) FROM t",
    [
      { kind: 'run-code', language: 'function', dynamic: true, routine: 'addgeometrycolumn' },
      { kind: 'read-rows', tables: ['t'] },
    ],
  ],
  [
    "SELECT create_hypertable('metrics', 'time')",
    [{ kind: 'set-table-option', table: 'metrics', option: 'hypertable', value: "'time'" }],
  ],
  ['SELECT my_migration_step()', [{ kind: 'run-code', language: 'function' }]],
  ['COPY users (id, email) FROM stdin', [{ kind: 'insert-rows', table: 'users', columns: ['id', 'email'] }]],
  ["COPY users TO '/data/x'", [{ kind: 'read-rows', tables: ['users'] }]],
  ['EXPLAIN ANALYZE DELETE FROM users', [{ kind: 'delete-rows', table: 'users', filter: 'absent' }]],
]

beforeAll(() => postgres.load())

describe('rows', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'DROP TABLE IF EXISTS a, public.b, audit.c CASCADE',
    [
      { kind: 'drop-table', table: 'a', ifExists: true, cascade: true },
      { kind: 'drop-table', table: 'b', ifExists: true, cascade: true },
      { kind: 'drop-table', table: 'audit.c', ifExists: true, cascade: true },
    ],
  ],
  ['ALTER TABLE users RENAME TO people', [{ kind: 'rename-table', table: 'users', to: 'people' }]],
  [
    'ALTER TABLE audit.events RENAME TO log',
    [{ kind: 'rename-table', table: 'audit.events', to: 'audit.log' }],
  ],
  [
    'TRUNCATE a, b RESTART IDENTITY CASCADE',
    [
      { kind: 'truncate-table', table: 'a', cascade: true, restartIdentity: true },
      { kind: 'truncate-table', table: 'b', cascade: true, restartIdentity: true },
    ],
  ],
  [
    'ALTER TABLE users SET SCHEMA audit',
    [{ kind: 'set-table-option', table: 'users', option: 'schema', value: 'audit' }],
  ],
  [
    'ALTER TABLE users OWNER TO bob',
    [{ kind: 'set-table-option', table: 'users', option: 'owner', value: 'bob' }],
  ],
  [
    'ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
    [
      { kind: 'set-table-option', table: 'users', option: 'row-level-security', value: 'enabled' },
      { kind: 'set-table-option', table: 'users', option: 'force-row-level-security', value: 'enabled' },
    ],
  ],
  [
    'ALTER TABLE users SET (fillfactor = 70, autovacuum_enabled = false)',
    [
      {
        kind: 'set-table-option',
        table: 'users',
        option: 'storage-parameter',
        value: 'fillfactor=70, autovacuum_enabled=false',
      },
    ],
  ],
  [
    'ALTER TABLE users SET UNLOGGED',
    [{ kind: 'set-table-option', table: 'users', option: 'logged', value: 'false' }],
  ],
  [
    'ALTER TABLE users DISABLE TRIGGER ALL',
    [{ kind: 'set-table-option', table: 'users', option: 'trigger all', value: 'disabled' }],
  ],
  [
    'ALTER TABLE users ENABLE ALWAYS TRIGGER tr',
    [{ kind: 'set-table-option', table: 'users', option: 'trigger tr', value: 'always' }],
  ],
  [
    'ALTER TABLE users REPLICA IDENTITY FULL',
    [{ kind: 'set-table-option', table: 'users', option: 'replica-identity', value: 'full' }],
  ],
  [
    'ALTER TABLE users INHERIT par',
    [{ kind: 'set-table-option', table: 'users', option: 'inherit', value: 'par' }],
  ],
  [
    'ALTER TABLE users CLUSTER ON users_pkey',
    [{ kind: 'set-table-option', table: 'users', option: 'cluster', value: 'users_pkey' }],
  ],
  [
    'ALTER TABLE users SET TABLESPACE fast',
    [{ kind: 'set-table-option', table: 'users', option: 'tablespace', value: 'fast' }],
  ],
  [
    'ALTER TABLE events ATTACH PARTITION e1 FOR VALUES IN (1)',
    [{ kind: 'change-partitions', table: 'events', action: 'attach', partitions: ['e1'] }],
  ],
  [
    'ALTER TABLE events DETACH PARTITION e1 CONCURRENTLY',
    [
      {
        kind: 'change-partitions',
        table: 'events',
        action: 'detach',
        partitions: ['e1'],
        concurrently: true,
      },
    ],
  ],
  [
    'ALTER TABLE o ALTER CONSTRAINT f NOT DEFERRABLE',
    [{ kind: 'set-table-option', table: 'o', option: 'constraint f', value: 'not deferrable' }],
  ],
  [
    'ALTER TABLE events ATTACH PARTITION e2 FOR VALUES FROM (1) TO (9)',
    [
      {
        kind: 'change-partitions',
        action: 'attach',
        partitions: ['e2'],
        bound: 'FOR VALUES FROM (1) TO (9)',
      },
    ],
  ],
  [
    'ALTER TABLE events ATTACH PARTITION e3 DEFAULT',
    [{ kind: 'change-partitions', action: 'attach', partitions: ['e3'], bound: 'DEFAULT' }],
  ],
  [
    'ALTER TABLE IF EXISTS o DROP COLUMN a',
    [{ kind: 'drop-column', table: 'o', column: 'a', ifExists: false, ifTableExists: true }],
  ],
  [
    'ALTER TABLE ONLY o ALTER CONSTRAINT f DEFERRABLE',
    [{ kind: 'set-table-option', table: 'o', option: 'constraint f', value: 'immediate' }],
  ],
]

beforeAll(() => postgres.load())

describe('tables', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

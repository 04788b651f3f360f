import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  ['BEGIN', [{ kind: 'control-transaction', action: 'begin' }]],
  ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE', [{ kind: 'control-transaction', action: 'begin' }]],
  ['COMMIT', [{ kind: 'control-transaction', action: 'commit' }]],
  ['ROLLBACK TO SAVEPOINT sp', [{ kind: 'control-transaction', action: 'rollback-to', name: 'sp' }]],
  ['SAVEPOINT sp', [{ kind: 'control-transaction', action: 'savepoint', name: 'sp' }]],
  [
    "SET LOCAL lock_timeout = '2s'",
    [{ kind: 'set-variable', name: 'lock_timeout', value: "'2s'", scope: 'transaction' }],
  ],
  [
    'SET search_path TO a, public',
    [{ kind: 'set-variable', name: 'search_path', value: 'a, public', scope: 'session' }],
  ],
  [
    'SET statement_timeout TO 0',
    [{ kind: 'set-variable', name: 'statement_timeout', value: '0', scope: 'session' }],
  ],
  ['RESET ALL', [{ kind: 'set-variable', name: 'all', scope: 'session' }]],
  ['SET ROLE bob', [{ kind: 'set-variable', name: 'role', value: 'bob', scope: 'session' }]],
  [
    'SET CONSTRAINTS ALL DEFERRED',
    [{ kind: 'set-variable', name: 'constraints', value: 'deferred', scope: 'transaction' }],
  ],
  [
    "ALTER SYSTEM SET wal_level = 'logical'",
    [{ kind: 'set-variable', name: 'wal_level', value: "'logical'", scope: 'global' }],
  ],
  [
    'LOCK TABLE a, b IN SHARE ROW EXCLUSIVE MODE',
    [
      { kind: 'lock-table', table: 'a', mode: 'SHARE ROW EXCLUSIVE' },
      { kind: 'lock-table', table: 'b', mode: 'SHARE ROW EXCLUSIVE' },
    ],
  ],
  ['LOCK a', [{ kind: 'lock-table', table: 'a', mode: 'ACCESS EXCLUSIVE' }]],
  ['VACUUM (FULL) users', [{ kind: 'maintain', action: 'vacuum full', table: 'users' }]],
  [
    'VACUUM ANALYZE a, b',
    [
      { kind: 'maintain', action: 'vacuum', table: 'a' },
      { kind: 'maintain', action: 'vacuum', table: 'b' },
    ],
  ],
  ['ANALYZE users', [{ kind: 'maintain', action: 'analyze', table: 'users' }]],
  ['CLUSTER users USING i', [{ kind: 'maintain', action: 'cluster', table: 'users' }]],
  [
    'REFRESH MATERIALIZED VIEW CONCURRENTLY mv',
    [{ kind: 'maintain', action: 'refresh', table: 'mv', concurrently: true }],
  ],
  ['CALL p(1)', [{ kind: 'run-code', language: 'procedure' }]],
  ['PREPARE q AS DELETE FROM users', [{ kind: 'no-effect', what: 'prepare' }]],
  ['EXECUTE q', [{ kind: 'run-code', language: 'sql', dynamic: true }]],
  ['EXPLAIN DELETE FROM users', [{ kind: 'no-effect', what: 'explain' }]],
  ['LISTEN x', [{ kind: 'no-effect', what: 'listen' }]],
  [
    'DO $$ BEGIN DROP TABLE users; END $$',
    [
      { kind: 'run-code', language: 'plpgsql' },
      { kind: 'drop-table', table: 'users' },
    ],
  ],
  ['-- only a comment', [{ kind: 'no-effect', what: 'nothing' }]],
]

beforeAll(() => postgres.load())

describe('session, transaction, maintenance and code', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

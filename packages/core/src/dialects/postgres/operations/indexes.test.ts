import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'ALTER TABLE o ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: {
          name: 'f',
          type: 'foreign-key',
          columns: ['user_id'],
          references: { table: 'users', columns: ['id'] },
          notValid: true,
        },
      },
    ],
  ],
  [
    'ALTER TABLE o ADD CHECK (a > 0) NOT VALID',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: { type: 'check', expression: 'a > 0', notValid: true },
      },
    ],
  ],
  [
    'ALTER TABLE o ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: { name: 'c', type: 'check', expression: 'a > 0', notEnforced: true },
      },
    ],
  ],
  [
    'ALTER TABLE o ADD CONSTRAINT nn NOT NULL age NOT VALID',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: { name: 'nn', type: 'not-null', columns: ['age'], notValid: true },
      },
    ],
  ],
  [
    'ALTER TABLE o ADD CONSTRAINT pk PRIMARY KEY USING INDEX i',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: { name: 'pk', type: 'primary-key' },
        usingIndex: 'i',
      },
    ],
  ],
  [
    'ALTER TABLE o ADD UNIQUE (a, b) DEFERRABLE',
    [
      {
        kind: 'add-constraint',
        table: 'o',
        constraint: { deferrable: 'immediate', type: 'unique', columns: ['a', 'b'] },
      },
    ],
  ],
  [
    'ALTER TABLE o DROP CONSTRAINT IF EXISTS f CASCADE, VALIDATE CONSTRAINT g',
    [
      { kind: 'drop-constraint', table: 'o', name: 'f', ifExists: true, cascade: true },
      { kind: 'validate-constraint', table: 'o', name: 'g' },
    ],
  ],
  ['ALTER TABLE o RENAME CONSTRAINT f TO g', [{ kind: 'rename-constraint', table: 'o', name: 'f', to: 'g' }]],
  [
    'CREATE INDEX ON users (email)',
    [{ kind: 'create-index', index: { table: 'users', parts: [{ column: 'email' }] } }],
  ],
  [
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON audit.users USING gin (lower(email) gin_trgm_ops, (a || \',b\') COLLATE "C" DESC, c) INCLUDE (d) WHERE deleted_at IS NULL',
    [
      {
        kind: 'create-index',
        index: {
          name: 'i',
          table: 'audit.users',
          parts: [
            { expression: 'lower(email)', operatorClass: 'gin_trgm_ops' },
            { expression: "a || ',b'", descending: true, collation: 'C' },
            { column: 'c' },
          ],
          unique: true,
          method: 'gin',
          where: 'deleted_at IS NULL',
          include: ['d'],
        },
        concurrently: true,
        ifNotExists: true,
      },
    ],
  ],
  [
    'CREATE INDEX i ON ONLY events (at DESC NULLS LAST)',
    [
      {
        kind: 'create-index',
        index: { name: 'i', table: 'events', parts: [{ column: 'at', descending: true }] },
        only: true,
      },
    ],
  ],
  [
    'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT',
    [
      {
        kind: 'create-index',
        index: { name: 'i', table: 't', parts: [{ column: 'a' }], unique: true, nullsNotDistinct: true },
      },
    ],
  ],
  [
    'DROP INDEX CONCURRENTLY IF EXISTS i',
    [{ kind: 'drop-index', name: 'i', concurrently: true, ifExists: true }],
  ],
  [
    'DROP INDEX a, audit.b CASCADE',
    [
      { kind: 'drop-index', name: 'a', cascade: true },
      { kind: 'drop-index', name: 'audit.b', cascade: true },
    ],
  ],
  ['ALTER INDEX i RENAME TO j', [{ kind: 'rename-index', name: 'i', to: 'j' }]],
  ['REINDEX INDEX CONCURRENTLY i', [{ kind: 'reindex', target: 'index', name: 'i', concurrently: true }]],
  [
    'REINDEX (VERBOSE, CONCURRENTLY) TABLE t',
    [{ kind: 'reindex', target: 'table', name: 't', concurrently: true }],
  ],
  ['REINDEX DATABASE d', [{ kind: 'reindex', target: 'database', name: 'd' }]],
]

beforeAll(() => postgres.load())

describe('constraints and indexes', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

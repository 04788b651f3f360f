import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'GRANT SELECT, INSERT ON users, o TO bob, PUBLIC',
    [
      {
        kind: 'change-privileges',
        action: 'grant',
        privileges: ['select', 'insert'],
        on: 'users',
        roles: ['bob', 'public'],
      },
      {
        kind: 'change-privileges',
        action: 'grant',
        privileges: ['select', 'insert'],
        on: 'o',
        roles: ['bob', 'public'],
      },
    ],
  ],
  [
    'REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM bob',
    [
      {
        kind: 'change-privileges',
        action: 'revoke',
        privileges: ['all'],
        on: 'all tables in schema audit',
        roles: ['bob'],
      },
    ],
  ],
  [
    'GRANT admin TO bob',
    [{ kind: 'change-privileges', action: 'grant', privileges: ['admin'], on: 'role', roles: ['bob'] }],
  ],
  [
    'ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT SELECT ON TABLES TO bob',
    [
      {
        kind: 'change-privileges',
        action: 'default',
        privileges: ['select'],
        on: 'tables in schema audit',
        roles: ['bob'],
      },
    ],
  ],
  [
    'ALTER DEFAULT PRIVILEGES FOR ROLE anna GRANT ALL ON TABLES TO bob',
    [
      {
        kind: 'change-privileges',
        action: 'default',
        makers: ['anna'],
        privileges: ['all'],
        on: 'tables',
        roles: ['bob'],
      },
    ],
  ],
  [
    'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    [
      {
        kind: 'change-privileges',
        action: 'default',
        revokes: true,
        privileges: ['execute'],
        on: 'functions',
        roles: ['public'],
      },
    ],
  ],
  [
    "COMMENT ON TABLE users IS 'People'",
    [{ kind: 'set-comment', objectType: 'table', name: 'users', comment: 'People' }],
  ],
  [
    'COMMENT ON COLUMN audit.users.email IS NULL',
    [{ kind: 'set-comment', objectType: 'column', name: 'audit.users.email' }],
  ],
  [
    "COMMENT ON CONSTRAINT c ON users IS 'x'",
    [{ kind: 'set-comment', objectType: 'constraint', name: 'users.c', comment: 'x' }],
  ],
]

beforeAll(() => postgres.load())

describe('privileges and comments', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

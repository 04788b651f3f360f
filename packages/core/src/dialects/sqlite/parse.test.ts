import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../operations/operation.ts'
import { sqlite } from './index.ts'

beforeAll(() => sqlite.load())

function operations(text: string): readonly Operation[] {
  const { operations, reading } = sqlite.parse(text)
  expect(reading).toBe('grammar')
  return operations
}

describe('CREATE TABLE', () => {
  it('lifts column constraints and keeps types, defaults and generated columns', () => {
    const [create] = operations(
      `CREATE TABLE IF NOT EXISTS "a b" (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name VARCHAR(20) NOT NULL DEFAULT 'x' COLLATE NOCASE UNIQUE,
        total DECIMAL(10, 2) DEFAULT (1 + 2) CHECK (total > 0),
        owner INT REFERENCES u (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        full TEXT GENERATED ALWAYS AS (name || '!') STORED,
        any,
        CONSTRAINT k UNIQUE (name, "owner"),
        FOREIGN KEY (owner) REFERENCES u ON UPDATE CASCADE
      )`,
    )
    expect(create).toEqual({
      kind: 'create-table',
      table: 'a b',
      columns: [
        {
          name: 'id',
          type: { name: 'integer', args: [], text: 'INTEGER' },
          nullable: false,
          autoIncrement: 'auto-increment',
        },
        {
          name: 'name',
          type: { name: 'varchar', args: [20], collation: 'NOCASE', text: 'VARCHAR(20)' },
          nullable: false,
          default: "'x'",
        },
        {
          name: 'total',
          type: { name: 'decimal', args: [10, 2], text: 'DECIMAL(10, 2)' },
          nullable: true,
          default: '(1 + 2)',
        },
        { name: 'owner', type: { name: 'int', args: [], text: 'INT' }, nullable: true },
        {
          name: 'full',
          type: { name: 'text', args: [], text: 'TEXT' },
          nullable: true,
          generated: { expression: "name || '!'", storage: 'stored' },
        },
        { name: 'any', nullable: true },
      ],
      constraints: [
        { type: 'primary-key', columns: ['id'] },
        { type: 'unique', columns: ['name'] },
        { type: 'check', expression: 'total > 0', column: 'total' },
        {
          type: 'foreign-key',
          columns: ['owner'],
          references: { table: 'u', columns: ['id'] },
          onDelete: 'set null',
          deferrable: 'deferred',
          withColumn: true,
        },
        { name: 'k', type: 'unique', columns: ['name', 'owner'] },
        {
          type: 'foreign-key',
          columns: ['owner'],
          references: { table: 'u', columns: [] },
          onUpdate: 'cascade',
        },
      ],
      indexes: [],
      ifNotExists: true,
      orReplace: false,
      temporary: false,
      options: {},
    })
  })

  it.each([
    ['CREATE TABLE t (a TEXT PRIMARY KEY)', true],
    ['CREATE TABLE t (a INTEGER PRIMARY KEY)', false],
    ['CREATE TABLE t (a INTEGER, PRIMARY KEY (a))', false],
    ['CREATE TABLE t (a TEXT PRIMARY KEY) STRICT', false],
    ['CREATE TABLE t (a TEXT, PRIMARY KEY (A)) WITHOUT ROWID', false],
  ])('%s: nullable %s', (text, nullable) => {
    const [create] = operations(text)
    expect(create?.kind === 'create-table' && create.columns[0]?.nullable).toBe(nullable)
  })

  it('keeps STRICT and WITHOUT ROWID, and the columns of a virtual table', () => {
    expect(operations('CREATE TEMP TABLE t (a INT PRIMARY KEY) STRICT, WITHOUT ROWID')).toMatchObject([
      { temporary: true, options: { strict: 'true', 'without rowid': 'true' } },
    ])
    expect(operations("CREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED, content='x')")).toMatchObject([
      { table: 'f', columns: [{ name: 'a' }, { name: 'b' }], options: { using: 'fts5' } },
    ])
  })

  it('reads AS SELECT as a table and the rows put into it', () => {
    expect(operations('CREATE TABLE b AS SELECT * FROM a')).toMatchObject([
      { kind: 'create-table', table: 'b', asSelect: true },
      { kind: 'insert-rows', table: 'b', copiesFrom: { table: 'a', expressions: ['*'] } },
    ])
  })
})

describe('the other schema statements', () => {
  it.each<[string, Partial<Operation> & object]>([
    ['DROP TABLE IF EXISTS main.t', { kind: 'drop-table', table: 't', ifExists: true }],
    ['ALTER TABLE t RENAME TO u', { kind: 'rename-table', table: 't', to: 'u' }],
    ['ALTER TABLE aux.t RENAME TO u', { kind: 'rename-table', table: 'aux.t', to: 'aux.u' }],
    ['ALTER TABLE t RENAME a TO b', { kind: 'rename-column', table: 't', column: 'a', to: 'b' }],
    ['ALTER TABLE t DROP a', { kind: 'drop-column', table: 't', column: 'a' }],
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', { kind: 'set-not-null', table: 't', column: 'a' }],
    ['ALTER TABLE t ALTER a DROP NOT NULL', { kind: 'drop-not-null', table: 't', column: 'a' }],
    ['ALTER TABLE t DROP CONSTRAINT c', { kind: 'drop-constraint', table: 't', name: 'c' }],
    [
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)',
      { kind: 'add-constraint', table: 't', constraint: { name: 'c', type: 'check', expression: 'a > 0' } },
    ],
    ['DROP INDEX i', { kind: 'drop-index', name: 'i' }],
    ['DROP VIEW IF EXISTS v', { kind: 'drop-object', objectType: 'view', name: 'v', ifExists: true }],
    ['DROP TRIGGER tr', { kind: 'drop-object', objectType: 'trigger', name: 'tr' }],
    [
      'CREATE VIEW v AS SELECT 1',
      { kind: 'create-object', objectType: 'view', definition: 'CREATE VIEW v AS SELECT 1' },
    ],
    [
      'CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM u; END',
      { kind: 'create-object', objectType: 'trigger', name: 'tr', table: 't' },
    ],
  ])('%s', (text, expected) => {
    expect(operations(text)).toMatchObject([expected])
  })

  it('reads ADD COLUMN with its constraints', () => {
    expect(operations('ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT 0 REFERENCES u(id)')).toMatchObject([
      {
        kind: 'add-column',
        table: 't',
        column: { name: 'a', nullable: false, default: '0' },
        constraints: [{ type: 'foreign-key', columns: ['a'] }],
      },
    ])
  })

  it('reads every part of an index', () => {
    expect(
      operations('CREATE UNIQUE INDEX i ON t (a COLLATE NOCASE DESC, lower(b), "c") WHERE a > 0'),
    ).toMatchObject([
      {
        index: {
          name: 'i',
          table: 't',
          unique: true,
          parts: [
            { column: 'a', collation: 'NOCASE', descending: true },
            { expression: 'lower(b)' },
            { column: 'c' },
          ],
          where: 'a > 0',
        },
      },
    ])
  })
})

describe('rows', () => {
  it.each([
    ['UPDATE t SET a = 1', 'absent'],
    ['UPDATE t SET a = 1 WHERE 1', 'always-true'],
    ['UPDATE t SET a = 1 WHERE true', 'always-true'],
    ['UPDATE t SET a = 1 WHERE (1 = 1)', 'always-true'],
    ['UPDATE t SET a = 1 WHERE a = A OR b > 1', 'always-true'],
    ['UPDATE t SET a = 1 WHERE 1 = 1 AND b > 1', 'present'],
    ['UPDATE t SET a = 1 WHERE 0', 'present'],
    ['DELETE FROM t', 'absent'],
    ['WITH x AS (SELECT 1) DELETE FROM t WHERE NOT false', 'always-true'],
    ['DELETE FROM t WHERE id IN (SELECT 1)', 'present'],
  ])('%s: %s', (text, filter) => {
    expect(operations(text)).toMatchObject([{ table: 't', filter }])
  })

  it('reads assignments and WHERE as written', () => {
    expect(
      operations("UPDATE t SET a = b + 1, (c, d) = (1, 2) FROM u WHERE t.id = u.id AND x = 'y'"),
    ).toMatchObject([
      {
        columns: ['a', 'c', 'd'],
        assignments: { a: 'b + 1', c: '(1, 2)', d: '(1, 2)' },
        where: "t.id = u.id AND x = 'y'",
      },
    ])
  })

  it.each([
    ['INSERT INTO t (a, b) VALUES (1, 2)', { columns: ['a', 'b'], replace: false }],
    ['REPLACE INTO t VALUES (1)', { columns: [], replace: true }],
    ['INSERT OR REPLACE INTO t VALUES (1)', { replace: true }],
    ['INSERT INTO t (a) SELECT -b FROM u', { copiesFrom: { table: 'u', expressions: ['-b'] } }],
    [
      'INSERT INTO t SELECT u.*, v.a FROM u LEFT JOIN v',
      { copiesFrom: { table: 'u', expressions: ['u.*', 'v.a'] } },
    ],
    [
      'INSERT INTO t SELECT * FROM u WHERE a',
      { copiesFrom: { table: 'u', expressions: ['*'], filtered: true } },
    ],
    ['INSERT INTO t SELECT * FROM u JOIN v', { copiesFrom: { filtered: true } }],
  ])('%s', (text, expected) => {
    expect(operations(text)).toMatchObject([{ kind: 'insert-rows', table: 't', ...expected }])
  })

  it.each([
    ['INSERT INTO t SELECT * FROM u UNION SELECT * FROM v'],
    ['WITH u AS (SELECT 1) INSERT INTO t SELECT * FROM u'],
    ['INSERT INTO t DEFAULT VALUES'],
  ])('%s copies no table', text => {
    expect(operations(text)[0]).not.toHaveProperty('copiesFrom')
  })

  it('reads an upsert as an insert and an update of the rows in conflict', () => {
    expect(operations('INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2')).toMatchObject([
      { kind: 'insert-rows', table: 't' },
      { kind: 'update-rows', table: 't', columns: ['b'], filter: 'present' },
    ])
  })

  it('names the tables that a SELECT reads', () => {
    expect(operations('WITH x AS (SELECT * FROM c) SELECT * FROM b JOIN (SELECT * FROM a) JOIN x')).toEqual([
      { kind: 'read-rows', tables: ['a', 'b', 'c'] },
    ])
    expect(operations('SELECT 1')).toEqual([{ kind: 'no-effect', what: 'select' }])
  })
})

describe('session and maintenance', () => {
  it.each<[string, Operation]>([
    [
      'PRAGMA foreign_keys = off',
      { kind: 'set-variable', name: 'foreign_keys', value: 'off', scope: 'session' },
    ],
    [
      'PRAGMA main.User_Version = 3',
      { kind: 'set-variable', name: 'user_version', value: '3', scope: 'global' },
    ],
    ['PRAGMA foreign_keys(0)', { kind: 'set-variable', name: 'foreign_keys', value: '0', scope: 'session' }],
    ['PRAGMA foreign_keys', { kind: 'no-effect', what: 'pragma foreign_keys' }],
    ['PRAGMA foreign_key_check', { kind: 'no-effect', what: 'pragma foreign_key_check' }],
    ['PRAGMA optimize', { kind: 'maintain', action: 'optimize' }],
    ['BEGIN IMMEDIATE', { kind: 'control-transaction', action: 'begin' }],
    ['END', { kind: 'control-transaction', action: 'commit' }],
    ['ROLLBACK TO s', { kind: 'control-transaction', action: 'rollback-to', name: 's' }],
    ['SAVEPOINT s', { kind: 'control-transaction', action: 'savepoint', name: 's' }],
    ['RELEASE s', { kind: 'control-transaction', action: 'release', name: 's' }],
    ['VACUUM', { kind: 'maintain', action: 'vacuum' }],
    ['ANALYZE t', { kind: 'maintain', action: 'analyze', table: 't' }],
    ['REINDEX', { kind: 'reindex', target: 'database', name: 'main', concurrently: false }],
    ["ATTACH 'a.db' AS a", { kind: 'no-effect', what: 'attach database' }],
    ['EXPLAIN DELETE FROM t', { kind: 'no-effect', what: 'explain' }],
    ['-- nothing', { kind: 'no-effect', what: 'a comment' }],
  ])('%s', (text, expected) => {
    expect(operations(text)).toEqual([expected])
  })
})

describe('what the grammar refuses', () => {
  it("reads libSQL's ALTER COLUMN … TO", () => {
    const text = 'ALTER TABLE `t` ALTER COLUMN "a" TO "b" text NOT NULL REFERENCES u(id)'
    expect(sqlite.parse(text)).toMatchObject({
      reading: 'own-parser',
      operations: [
        {
          kind: 'change-column',
          table: 't',
          column: 'a',
          to: { name: 'b', type: { name: 'text' }, nullable: false },
          constraints: [{ type: 'foreign-key' }],
        },
      ],
    })
  })

  it.each([
    ['DROP TABLE t CASCADE', 'DROP TABLE', 't', 'near "CASCADE"', 13],
    ['ALTER TABLE t MODIFY a INT', 'ALTER TABLE', 't', 'near "MODIFY"', 14],
    ['CREATE TABLE t (a INT', 'CREATE TABLE', 't', 'the statement ends too early', 21],
    ['ALTER TABLE t ALTER COLUMN a TO a INT, b INT', 'ALTER TABLE', 't', 'near "TO"', 29],
  ])('knows verb and object of %s', (text, verb, object, reason, offset) => {
    expect(sqlite.parse(text)).toEqual({
      operations: [{ kind: 'unreadable', level: 'partial', verb, object, reason, offset }],
      reading: 'partial',
    })
  })

  it('says so of a statement it does not know at all', () => {
    expect(sqlite.parse('FROBNICATE t')).toEqual({
      operations: [{ kind: 'unreadable', level: 'unknown', reason: 'near "FROBNICATE"', offset: 0 }],
      reading: 'unknown',
    })
  })

  it('reads 50,000 nested parentheses and 2 MB of rows', () => {
    expect(sqlite.parse(`SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`).reading).toBe('grammar')
    expect(sqlite.parse(`INSERT INTO t VALUES ${'(1),'.repeat(500_000)}(1)`).reading).toBe('grammar')
    expect(sqlite.parse(`DELETE FROM t WHERE ${'NOT '.repeat(50_000)}1`).reading).toBe('grammar')
  })
})

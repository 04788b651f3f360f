import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

/** What is left out of an expected operation is false or empty, or the text as written. */
const probes: readonly (readonly [sql: string, operations: readonly object[]])[] = [
  [
    'CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, "Order" int DEFAULT 5 CHECK ("Order" > 0))',
    [
      {
        kind: 'create-table',
        table: 'users',
        columns: [
          {
            name: 'id',
            type: { name: 'integer', text: 'integer' },
            nullable: false,
            autoIncrement: 'serial',
          },
          { name: 'email', type: { name: 'varchar', args: [255], text: 'varchar(255)' }, nullable: false },
          { name: 'Order', type: { name: 'integer', text: 'integer' }, nullable: true, default: '5' },
        ],
        constraints: [
          { type: 'primary-key', columns: ['id'] },
          { type: 'unique', columns: ['email'] },
          { type: 'check', expression: '"Order" > 0' },
        ],
      },
    ],
  ],
  [
    'CREATE TABLE IF NOT EXISTS audit.events (id int8 GENERATED ALWAYS AS IDENTITY, at timestamp with time zone DEFAULT now() NOT NULL, CONSTRAINT pk PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
    [
      {
        kind: 'create-table',
        table: 'audit.events',
        columns: [
          {
            name: 'id',
            type: { name: 'bigint', text: 'bigint' },
            nullable: false,
            autoIncrement: 'identity-always',
          },
          {
            name: 'at',
            type: { name: 'timestamptz', text: 'timestamptz' },
            nullable: false,
            default: 'now()',
          },
        ],
        constraints: [{ name: 'pk', type: 'primary-key', columns: ['id', 'at'] }],
        ifNotExists: true,
        options: { 'partition by': 'RANGE (at)' },
      },
    ],
  ],
  [
    "CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    [
      {
        kind: 'create-table',
        table: 'events_2024',
        options: { 'partition bound': "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')" },
        partitionOf: 'events',
      },
    ],
  ],
  [
    'CREATE TABLE rest PARTITION OF events DEFAULT',
    [
      {
        kind: 'create-table',
        table: 'rest',
        options: { 'partition bound': 'DEFAULT' },
        partitionOf: 'events',
      },
    ],
  ],
  [
    'CREATE UNLOGGED TABLE cache (k text COLLATE "C", v bytea, n numeric(10,2)[] DEFAULT \'{}\', total int GENERATED ALWAYS AS (n[1] * 2) STORED) WITH (fillfactor = 70) TABLESPACE fast',
    [
      {
        kind: 'create-table',
        table: 'cache',
        columns: [
          { name: 'k', type: { name: 'text', collation: 'C', text: 'text' }, nullable: true },
          { name: 'v', type: { name: 'bytea', text: 'bytea' }, nullable: true },
          {
            name: 'n',
            type: { name: 'numeric', args: [10, 2], arrayDimensions: 1, text: 'numeric(10,2)[]' },
            nullable: true,
            default: "'{}'",
          },
          {
            name: 'total',
            type: { name: 'integer', text: 'integer' },
            nullable: true,
            generated: { expression: 'n[1] * 2', storage: 'stored' },
          },
        ],
        options: { 'storage-parameter fillfactor': '70', unlogged: 'true', tablespace: 'fast' },
      },
    ],
  ],
  [
    'CREATE TEMP TABLE t AS SELECT * FROM users',
    [
      { kind: 'create-table', table: 't', temporary: true, asSelect: true },
      { kind: 'read-rows', tables: ['users'] },
    ],
  ],
  [
    'SELECT * INTO copy FROM users',
    [
      { kind: 'create-table', table: 'copy', asSelect: true },
      { kind: 'read-rows', tables: ['users'] },
    ],
  ],
  [
    'CREATE TABLE b (LIKE a INCLUDING ALL, extra text)',
    [
      {
        kind: 'create-table',
        table: 'b',
        columns: [{ name: 'extra', type: { name: 'text', text: 'text' }, nullable: true }],
        likes: [{ table: 'a' }],
      },
    ],
  ],
  [
    'CREATE TABLE kid (x int) INHERITS (par)',
    [
      {
        kind: 'create-table',
        table: 'kid',
        columns: [{ name: 'x', type: { name: 'integer', text: 'integer' }, nullable: true }],
        inherits: ['par'],
      },
    ],
  ],
  [
    'CREATE TABLE o (id int, user_id int REFERENCES users (id) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (id) REFERENCES a, UNIQUE NULLS NOT DISTINCT (id), CONSTRAINT e EXCLUDE USING gist (r WITH &&) WHERE (id > 1))',
    [
      {
        kind: 'create-table',
        table: 'o',
        columns: [
          { name: 'id', type: { name: 'integer', text: 'integer' }, nullable: true },
          { name: 'user_id', type: { name: 'integer', text: 'integer' }, nullable: true },
        ],
        constraints: [
          {
            deferrable: 'deferred',
            type: 'foreign-key',
            columns: ['user_id'],
            references: { table: 'users', columns: ['id'] },
            onDelete: 'cascade',
            onUpdate: 'set null',
          },
          { type: 'foreign-key', columns: ['id'], references: { table: 'a' } },
          { type: 'unique', columns: ['id'], nullsNotDistinct: true },
          { name: 'e', type: 'exclusion' },
        ],
      },
    ],
  ],
  [
    'CREATE FOREIGN TABLE ft (a int) SERVER s',
    [
      {
        kind: 'create-table',
        table: 'ft',
        columns: [{ name: 'a', type: { name: 'integer', text: 'integer' }, nullable: true }],
        options: { server: 's' },
      },
    ],
  ],
  [
    'CREATE TABLE t (a "MyEnum" NOT NULL, b "my schema"."My.Type", c interval day to second(3), d bit varying(5), e char, f "char", g double precision, h time(2) without time zone, i varchar)',
    [
      {
        kind: 'create-table',
        table: 't',
        columns: [
          { name: 'a', type: { name: 'MyEnum', text: '"MyEnum"' }, nullable: false },
          { name: 'b', type: { name: 'my schema."My.Type"', text: '"my schema"."My.Type"' }, nullable: true },
          {
            name: 'c',
            type: { name: 'interval', args: [3], text: 'interval day to second(3)' },
            nullable: true,
          },
          { name: 'd', type: { name: 'varbit', args: [5], text: 'varbit(5)' }, nullable: true },
          { name: 'e', type: { name: 'char', args: [1], text: 'char(1)' }, nullable: true },
          { name: 'f', type: { name: '"char"', text: '"char"' }, nullable: true },
          { name: 'g', type: { name: 'double precision', text: 'double precision' }, nullable: true },
          { name: 'h', type: { name: 'time', args: [2], text: 'time(2)' }, nullable: true },
          { name: 'i', type: { name: 'varchar', text: 'varchar' }, nullable: true },
        ],
      },
    ],
  ],
]

beforeAll(() => postgres.load())

describe('CREATE TABLE', () => {
  test.each(probes)('%s', (sql, operations) => {
    const read = postgres.parse(sql)
    expect(read.reading).toBe('grammar')
    expect(read.operations).toHaveLength(operations.length)
    expect(read.operations).toMatchObject(operations)
  })
})

import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import { describe } from './describe.ts'
import type { Operation } from './operation.ts'

const status: Column = {
  name: 'status',
  type: { name: 'enum', args: [], values: ['a', 'b'], text: `enum('a','b')` },
  nullable: true,
}

test.each<[Operation, string]>([
  [
    { kind: 'drop-column', table: 'products', column: 'legacy_category_id', ifExists: false, cascade: false },
    'drop column products.legacy_category_id',
  ],
  [
    {
      kind: 'add-column',
      table: 'users',
      column: {
        name: 'experimental_preferences',
        type: { name: 'json', args: [], text: 'json' },
        nullable: true,
      },
      constraints: [],
      ifNotExists: false,
    },
    'add column users.experimental_preferences json',
  ],
  [
    {
      kind: 'change-column',
      table: 'orders',
      column: 'status',
      to: status,
      constraints: [],
      ifExists: false,
    },
    `change column orders.status to enum('a','b')`,
  ],
  [
    {
      kind: 'change-column',
      table: 'orders',
      column: 'state',
      to: { ...status, nullable: false },
      constraints: [],
      ifExists: false,
    },
    `change column orders.state to status enum('a','b') not null`,
  ],
  [
    {
      kind: 'create-index',
      index: {
        name: 'by_name',
        table: 'users',
        parts: [
          { column: 'name', length: 10 },
          { expression: 'lower(email)', descending: true },
        ],
        unique: true,
      },
      concurrently: true,
      ifNotExists: false,
      orReplace: false,
      only: false,
    },
    'create unique index by_name on users (name(10), lower(email) desc)',
  ],
  [
    {
      kind: 'add-constraint',
      table: 'orders',
      constraint: {
        type: 'foreign-key',
        name: 'orders_user',
        columns: ['user_id'],
        references: { table: 'users', columns: ['id'] },
      },
    },
    'add foreign key orders_user (user_id) to users (id) on orders',
  ],
  [
    { kind: 'drop-constraint', table: 'orders', ifExists: false, cascade: false },
    'drop primary key of orders',
  ],
  [{ kind: 'delete-rows', table: 'orders', filter: 'always-true' }, 'delete every row of orders'],
  [
    { kind: 'update-rows', table: 'orders', columns: ['a', 'b'], filter: 'present' },
    'update rows of orders (a, b)',
  ],
  [{ kind: 'control-transaction', action: 'rollback-to', name: 's' }, 'rollback to s'],
  [
    { kind: 'unreadable', level: 'partial', reason: 'near "FOO"', verb: 'ALTER TABLE', object: 'users' },
    'alter table users, not read whole: near "FOO"',
  ],
  [{ kind: 'unreadable', level: 'unknown', reason: 'near "FOO"' }, 'not read: near "FOO"'],
])('%o', (operation, words) => {
  expect(describe(operation)).toBe(words)
})

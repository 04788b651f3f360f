import { beforeAll, expect, test } from 'vitest'
import { mysql } from '../dialects/mysql/index.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { emptySchema } from '../schema/empty-schema.ts'
import { lostData } from './lost-data.ts'

const given = [
  `CREATE TABLE orders (id int PRIMARY KEY, status enum('new','pending','paid') NOT NULL, total int,
    doubled int AS (total * 2) STORED)`,
]

beforeAll(() => mysql.load())

test.each<[string, string | undefined]>([
  ['DROP TABLE orders', 'orders: every row'],
  ['DROP TABLE IF EXISTS nowhere', undefined],
  ['TRUNCATE TABLE orders', 'orders: every row'],
  ['ALTER TABLE orders DROP COLUMN total', 'orders.total: every value'],
  ['ALTER TABLE orders DROP COLUMN doubled', undefined],
  ['DELETE FROM orders', 'orders: every row'],
  ['DELETE FROM orders WHERE id = 1', 'orders: the deleted rows'],
  ['UPDATE orders SET total = 0 WHERE id = 1', 'orders.total: the previous values of the updated rows'],
  [
    `ALTER TABLE orders MODIFY status enum('new') NOT NULL`,
    `orders.status: 'pending', 'paid' become '' or stop the migration`,
  ],
  [`ALTER TABLE orders MODIFY status enum('new','pending','paid','sent') NOT NULL`, undefined],
  ['ALTER TABLE orders ADD COLUMN note text', undefined],
  ['ALTER TABLE orders RENAME TO sales', undefined],
])('%s', (text, lost) => {
  const before = given.flatMap(operationsOf).reduce(apply, emptySchema(mysql.semantics, { complete: true }))
  const losses = operationsOf(text).flatMap(operation => lostData(operation, before, () => false) ?? [])
  expect(losses).toEqual(lost === undefined ? [] : [lost])
})

test('a new table has nothing to lose', () => {
  const empty = emptySchema(mysql.semantics, { complete: false })
  const [drop] = operationsOf('DROP TABLE orders')
  expect(drop && lostData(drop, empty, () => true)).toBeUndefined()
  expect(drop && lostData(drop, empty, () => false)).toBe('orders: every row')
})

function operationsOf(text: string): readonly Operation[] {
  return mysql.parse(text).operations
}

import { beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../../operations/operation.ts'
import { readStatement } from '../read-statement.ts'

beforeAll(async () => (await import('../index.ts')).postgres.load())

test.each<[string, readonly Operation[]]>([
  ['SELECT 1 FROM a', [{ kind: 'read-rows', tables: ['a'] }]],
  ['SELECT 1 FROM a FOR UPDATE', [{ kind: 'read-rows', tables: ['a'], locking: true }]],
  ['SELECT 1 FROM a, b FOR KEY SHARE NOWAIT', [{ kind: 'read-rows', tables: ['a', 'b'], locking: true }]],
  [
    'SELECT 1 FROM a AS x, b FOR UPDATE OF x',
    [
      { kind: 'read-rows', tables: ['a'], locking: true },
      { kind: 'read-rows', tables: ['b'] },
    ],
  ],
])('%s', (text, operations) => {
  expect(readStatement(text).operations).toEqual(operations)
})

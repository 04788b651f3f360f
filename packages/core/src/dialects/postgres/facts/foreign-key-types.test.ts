import { expect, test } from 'vitest'
import { refusedForeignKey } from './foreign-key-types.ts'

test.each([
  ['integer', 'bigint', false],
  ['smallint', 'bigint', false],
  ['integer', 'numeric', false],
  ['numeric', 'integer', true],
  ['text', 'varchar', false],
  ['text', 'integer', true],
  ['text', 'uuid', true],
  ['date', 'integer', true],
  ['my_domain', 'integer', false],
])('from %s to %s', (from, to, refused) => {
  const type = (name: string) => ({ name, args: [], text: name })
  expect(refusedForeignKey(type(from), type(to)) !== undefined).toBe(refused)
})

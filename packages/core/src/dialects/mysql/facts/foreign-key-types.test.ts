import { expect, test } from 'vitest'
import { refusedForeignKey } from './foreign-key-types.ts'

test.each([
  ['int', 'bigint', true],
  ['bigint', 'bigint', false],
  ['int unsigned', 'int', true],
  ['int unsigned', 'int unsigned', false],
  ['smallint', 'int', true],
  ['varchar', 'char', false],
  ['date', 'int', true],
  ['decimal', 'decimal', false],
])('from %s to %s', (from, to, refused) => {
  const type = (text: string) => {
    const [name = '', sign] = text.split(' ')
    return { name, args: [], text, ...(sign === undefined ? {} : { unsigned: true }) }
  }
  expect(refusedForeignKey(type(from), type(to)) !== undefined).toBe(refused)
})

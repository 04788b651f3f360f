import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import type { Index } from '../operations/column.ts'
import { appendIndex, indexNamed, withoutIndexNamed } from './index-names.ts'

const { semantics } = dialects.mysql
const names = ['a', 'A', 'b', 'app.b', 'c', ...Array.from({ length: 30 }, (_, number) => `i${number}`)]
const change = fc.record({ drops: fc.integer({ min: 0, max: 4 }), name: fc.constantFrom(...names) })

test('finds the first index of a name, however the list has come about', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), changes => {
      let indexes: readonly Index[] = []
      for (const { drops, name } of changes) {
        indexes =
          drops === 0
            ? withoutIndexNamed(indexes, name, semantics)
            : appendIndex(indexes, { name, table: 't', parts: [], unique: false }, semantics)
        for (const each of names) {
          expect(indexNamed(indexes, each, semantics)).toBe(
            indexes.find(({ name }) => bare(name) === bare(each)),
          )
        }
      }
    }),
  )
})

function bare(name: string | undefined): string | undefined {
  return name?.split('.').at(-1)?.toLowerCase()
}

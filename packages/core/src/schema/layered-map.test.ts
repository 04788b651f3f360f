import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LayeredMap, layered, valuesBy } from './layered-map.ts'

const key = fc.integer({ min: 0, max: 40 }).map(String)
const value = fc.nat({ max: 200 })
/** Without a value, the entry is taken away. */
const change = fc.record({ key, value: fc.option(value, { nil: undefined, freq: 2 }) })
type Change = { readonly key: string; readonly value: number | undefined }
type Values = ReadonlyMap<string, number>

test('holds what a Map holds after the same changes, in the same order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value)), fc.array(change, { maxLength: 120 }), (entries, changes) => {
      const expected = new Map(entries)
      let map = layered(new Map(entries))
      for (const each of changes) {
        map = changed(map, each)
        if (each.value !== undefined) expected.set(each.key, each.value)
        else expected.delete(each.key)
        expect([...map]).toEqual([...expected])
        expect(map.size).toBe(expected.size)
        expect(map.has(each.key)).toBe(expected.has(each.key))
        expect(valuesBy(map, digits, '1')).toEqual(valuesBy(expected, digits, '1'))
        expect(map.get(each.key)).toBe(expected.get(each.key))
      }
      expect([...map.keys()]).toEqual([...expected.keys()])
      expect([...map.values()]).toEqual([...expected.values()])
      expect(visited(map)).toEqual(visited(expected))
    }),
  )
})

test('a change leaves every earlier map as it was', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), changes => {
      let map = layered(new Map<string, number>())
      const earlier: { readonly map: Values; readonly entries: readonly unknown[] }[] = []
      for (const each of changes) {
        earlier.push({ map, entries: [...map] })
        map = changed(map, each)
      }
      for (const { map: before, entries } of earlier) expect([...before]).toEqual(entries)
    }),
  )
})

function changed(map: LayeredMap<string, number>, change: Change): LayeredMap<string, number> {
  return change.value !== undefined ? map.with(change.key, change.value) : map.without(change.key)
}

function digits(value: number): readonly string[] {
  return [...String(value)]
}

function visited(map: Values): readonly unknown[] {
  const entries: unknown[] = []
  map.forEach((value, key) => {
    entries.push([key, value])
  })
  return entries
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type IndexedMap, indexed, valuesBy } from './indexed-map.ts'

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
      let map = indexed(new Map(entries))
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
      let map = indexed(new Map<string, number>())
      const earlier: { readonly map: Values; readonly entries: readonly unknown[] }[] = []
      for (const each of changes) {
        earlier.push({ map, entries: [...map] })
        map = changed(map, each)
      }
      for (const { map: before, entries } of earlier) expect([...before]).toEqual(entries)
    }),
  )
})

test('of two maps that were made of the same one, neither knows of the other', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), fc.array(change, { maxLength: 30 }), (one, other) => {
      const start = indexed(new Map([['1', 11]]))
      const first = one.reduce(changed, start)
      const second = other.reduce(changed, start)
      const expected = other.reduce((map, each) => changedMap(map, each), new Map([['1', 11]]))
      expect([...second]).toEqual([...expected])
      expect(valuesBy(second, digits, '1')).toEqual(valuesBy(expected, digits, '1'))
      expect(valuesBy(first, digits, '1')).toEqual(
        [...first.values()].filter(each => digits(each).includes('1')),
      )
    }),
  )
})

function changedMap(map: Map<string, number>, { key, value }: Change): Map<string, number> {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
  return map
}

function changed(map: IndexedMap<string, number>, change: Change): IndexedMap<string, number> {
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

test('an entry under another key stays in its place', () => {
  const map = indexed(new Map([['a', 1], ['b', 12], ['c', 3]])) // biome-ignore format: one line
  expect([...map.renamed('b', 'd', 21)]).toEqual([['a', 1], ['d', 21], ['c', 3]]) // biome-ignore format: one line
  expect(valuesBy(map.renamed('b', 'd', 21), digits, '1')).toEqual([1, 21])
  expect([...map.renamed('b', 'c', 2)]).toEqual([['a', 1], ['c', 2]]) // biome-ignore format: one line
  expect(valuesBy(map.renamed('b', 'c', 2), digits, '3')).toEqual([])
  expect([...map]).toEqual([['a', 1], ['b', 12], ['c', 3]]) // biome-ignore format: one line
})

test('two maps differ in no other keys than those that have been changed since they were one', () => {
  const start = indexed(new Map([['a', 1], ['b', 2], ['c', 3]])) // biome-ignore format: one line
  const [one, other] = [start.with('a', 5).with('d', 4), start.without('b')]
  expect([...one.keysUnlike(other)].sort()).toEqual(['a', 'b', 'd'])
  expect([...one.keysUnlike(start)].sort()).toEqual(['a', 'd'])
  expect([...one.keysUnlike(one)]).toEqual([])
  expect([...one.keysUnlike(indexed(new Map([['e', 1]])))].sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

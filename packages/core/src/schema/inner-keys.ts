import type { Column, Constraint, Index } from '../operations/column.ts'
import { type IndexedMap, indexed, type KeysOf } from './indexed-map.ts'
import { partList } from './part-list.ts'
import type { Present } from './persistent-map.ts'
import type { Table } from './schema-state.ts'

/** What of a value is kept in a map of its own, and has keys by which the whole value is found. */
export interface Inner<Outer> {
  keysOf(outer: Outer): readonly string[]
  /** Of what is not the same in both. */
  changed(before: Outer, now: Outer): readonly string[]
  has(outer: Outer, key: string): boolean
}

function inner<Outer, Key, Value extends Present>(
  mapOf: (outer: Outer) => IndexedMap<Key, Value>,
  keysOf: KeysOf<Value>,
): Inner<Outer> {
  const keysAt = (map: IndexedMap<Key, Value>, key: Key): readonly string[] => {
    const value = map.get(key)
    return value === undefined ? [] : keysOf(value)
  }
  return {
    keysOf: outer => [...mapOf(outer).values()].flatMap(value => keysOf(value)),
    changed(before, now) {
      const [old, map] = [mapOf(before), mapOf(now)]
      if (old === map) return []
      return [...map.keysUnlike(old)].flatMap(key => [...keysAt(old, key), ...keysAt(map, key)])
    },
    has: (outer, key) => mapOf(outer).hasBy(keysOf, key),
  }
}

/** The keys of all of them: after a change, only what has changed in them is looked at. */
export function keysOfInner<Outer>(...inners: readonly Inner<Outer>[]): KeysOf<Outer> {
  const has = (outer: Outer, key: string): boolean => inners.some(each => each.has(outer, key))
  return Object.assign((outer: Outer) => inners.flatMap(each => each.keysOf(outer)), {
    between(before: Outer, now: Outer) {
      const keys = [...new Set(inners.flatMap(each => each.changed(before, now)))]
      return {
        gone: keys.filter(key => has(before, key) && !has(now, key)),
        come: keys.filter(key => !has(before, key) && has(now, key)),
      }
    },
  })
}

export function innerColumns(keysOf: KeysOf<Column>): Inner<Table> {
  return inner(({ columns }) => indexed(columns), keysOf)
}

export function innerConstraints(keysOf: KeysOf<Constraint>): Inner<Table> {
  return inner(({ constraints }) => partList(constraints).byPart, keysOf)
}

export function innerIndexes(keysOf: KeysOf<Index>): Inner<Table> {
  return inner(({ indexes }) => partList(indexes).byPart, keysOf)
}

export function innerParts(keysOf: KeysOf<Constraint | Index>): readonly Inner<Table>[] {
  return [innerIndexes(keysOf), innerConstraints(keysOf)]
}

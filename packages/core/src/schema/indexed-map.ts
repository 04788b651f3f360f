import { PersistentMap, type Present, persistent } from './persistent-map.ts'

/** Gives the keys under which `valuesBy` finds a value. */
export type KeysOf<Value> = (value: Value) => readonly string[]

/** As a map that `with` and `without` make the next one of. */
export function indexed<Key, Value extends Present>(map: ReadonlyMap<Key, Value>): IndexedMap<Key, Value> {
  return map instanceof IndexedMap ? map : new IndexedMap(persistent(map))
}

/** The values that `keysOf` gives one of these keys, in order. */
export function valuesBy<Key, Value extends Present>(
  map: ReadonlyMap<Key, Value>,
  keysOf: KeysOf<Value>,
  ...wanted: readonly string[]
): readonly Value[] {
  return map instanceof IndexedMap
    ? map.valuesBy(keysOf, wanted)
    : [...map.values()].filter(value => keysOf(value).some(key => wanted.includes(key)))
}

/** A `PersistentMap` that also finds values by what is in them. */
export class IndexedMap<Key, Value extends Present> implements ReadonlyMap<Key, Value> {
  readonly #map: PersistentMap<Key, Value>
  readonly #change: Change<Key, Value> | undefined
  /** What has been looked up in it. */
  #groups: Map<KeysOf<Value>, Groups<Key>> | undefined

  constructor(map: PersistentMap<Key, Value>, change?: Change<Key, Value>) {
    this.#map = map
    this.#change = change
  }

  get size(): number {
    return this.#map.size
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key)
  }

  has(key: Key): boolean {
    return this.#map.has(key)
  }

  with(key: Key, value: Value): IndexedMap<Key, Value> {
    return new IndexedMap(this.#map.with(key, value), { before: this, key })
  }

  without(key: Key): IndexedMap<Key, Value> {
    const map = this.#map.without(key)
    return map === this.#map ? this : new IndexedMap(map, { before: this, key })
  }

  valuesBy(keysOf: KeysOf<Value>, wanted: readonly string[]): readonly Value[] {
    const groups = this.#groups?.get(keysOf) ?? this.#groupsBy(keysOf)
    const found = wanted.flatMap(each => groups.get(each) ?? [])
    if (found.length === 0) return []
    const [first, ...others] = found
    const keys =
      first !== undefined && others.length === 0
        ? first.keys()
        : new Set(found.flatMap(each => [...each.keys()]))
    return this.#map.valuesOf(keys)
  }

  /** The keys under which it may differ from a map that it was made of; from any other, all. */
  keysSince(before: IndexedMap<Key, Value>): readonly Key[] {
    const keys: Key[] = []
    let map: IndexedMap<Key, Value> = this
    while (map !== before) {
      if (map.#change === undefined) return [...this.keys(), ...before.keys()]
      keys.push(map.#change.key)
      map = map.#change.before
    }
    return keys
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#map.entries()
  }

  keys(): MapIterator<Key> {
    return this.#map.keys()
  }

  values(): MapIterator<Value> {
    return this.#map.values()
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.#map) visit(value, key, this)
  }

  /** Those of the nearest map before this one that was asked the same, with what has changed since. */
  #groupsBy(keysOf: KeysOf<Value>): Groups<Key> {
    const since: IndexedMap<Key, Value>[] = []
    let known: IndexedMap<Key, Value> = this
    while (known.#change !== undefined && known.#groups?.has(keysOf) !== true) {
      since.push(known)
      known = known.#change.before
    }
    let groups = known.#groups?.get(keysOf) ?? known.#remember(keysOf, grouped(known.#map, keysOf))
    for (const next of since.reverse()) groups = next.#remember(keysOf, next.#regrouped(groups, keysOf))
    return groups
  }

  #remember(keysOf: KeysOf<Value>, groups: Groups<Key>): Groups<Key> {
    this.#groups ??= new Map()
    this.#groups.set(keysOf, groups)
    return groups
  }

  #regrouped(groups: Groups<Key>, keysOf: KeysOf<Value>): Groups<Key> {
    if (this.#change === undefined) return groups
    const { before, key } = this.#change
    const keysIn = (map: IndexedMap<Key, Value>): readonly string[] => {
      const value = map.get(key)
      return value === undefined ? [] : keysOf(value)
    }
    const [old, now] = [keysIn(before), keysIn(this)]
    let same = 0
    while (same < old.length && old[same] === now[same]) same += 1
    // Most changes add at the end: then neither list is gathered.
    const isLonger = same === old.length
    const [known, still] = [new Set(isLonger ? [] : old), new Set(isLonger ? [] : now)]
    const gone = old.slice(same).filter(each => !still.has(each))
    const come = now.slice(same).filter(each => !known.has(each))
    const left = gone.reduce((all, each) => withoutMember(all, each, key), groups)
    return come.reduce((all, each) => withMember(all, each, key), left)
  }
}

/** The map that another was made of, and the one key that is not the same in both. */
interface Change<Key, Value extends Present> {
  readonly before: IndexedMap<Key, Value>
  readonly key: Key
}

/** The keys of the values that are found under a key. */
type Groups<Key> = PersistentMap<string, PersistentMap<Key, true>>

function grouped<Key, Value extends Present>(
  map: PersistentMap<Key, Value>,
  keysOf: KeysOf<Value>,
): Groups<Key> {
  let groups: Groups<Key> = new PersistentMap()
  for (const [key, value] of map) {
    for (const each of keysOf(value)) groups = withMember(groups, each, key)
  }
  return groups
}

function withMember<Key>(groups: Groups<Key>, group: string, key: Key): Groups<Key> {
  return groups.with(group, (groups.get(group) ?? new PersistentMap<Key, true>()).with(key, true))
}

function withoutMember<Key>(groups: Groups<Key>, group: string, key: Key): Groups<Key> {
  const left = groups.get(group)?.without(key)
  return left === undefined || left.size === 0 ? groups.without(group) : groups.with(group, left)
}

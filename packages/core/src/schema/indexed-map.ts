import { PersistentMap, type Present, persistent } from './persistent-map.ts'

/** Gives the keys under which `valuesBy` finds a value. */
export interface KeysOf<Value> {
  (value: Value): readonly string[]
  /** Where they are many: those alone that a change of the value takes away and brings. */
  readonly between?: (before: Value, now: Value) => KeyChange
}

export interface KeyChange {
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

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

  /** The value under another key, in the same place. */
  renamed(key: Key, to: Key, value: Value): IndexedMap<Key, Value> {
    const map = this.#map.renamed(key, to, value)
    const change = { before: this, key }
    return key === to
      ? new IndexedMap(map, change)
      : new IndexedMap(map, { before: new IndexedMap(this.#map.without(key), change), key: to })
  }

  hasBy(keysOf: KeysOf<Value>, wanted: string): boolean {
    return (this.#groups?.get(keysOf) ?? this.#groupsBy(keysOf)).has(wanted)
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
    return this.#map.entriesOf(keys).map(({ value }) => value)
  }

  /** Those of the keys that are there, in the map's order. */
  keysOf(keys: Iterable<Key>): readonly Key[] {
    return this.#map.entriesOf(keys).map(({ key }) => key)
  }

  /** The keys under which the two may differ: those changed since the last map that both were made of. */
  keysUnlike(other: IndexedMap<Key, Value>): ReadonlySet<Key> {
    const [own, others] = [
      new Lineage<IndexedMap<Key, Value>>(this),
      new Lineage<IndexedMap<Key, Value>>(other),
    ]
    while (!own.meets(others) && (own.last.#change ?? others.last.#change) !== undefined) {
      own.add(own.last.#change?.before)
      others.add(others.last.#change?.before)
    }
    const since = [...own.until(others), ...others.until(own)]
    return new Set(
      own.meets(others)
        ? since.flatMap(map => (map.#change === undefined ? [] : [map.#change.key]))
        : [...this.keys(), ...other.keys()],
    )
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
    const { gone, come } = keyChange(keysOf, before.get(key), this.get(key))
    const left = gone.reduce((all, each) => withoutMember(all, each, key), groups)
    return come.reduce((all, each) => withMember(all, each, key), left)
  }
}

function keyChange<Value>(
  keysOf: KeysOf<Value>,
  before: Value | undefined,
  after: Value | undefined,
): KeyChange {
  if (before !== undefined && after !== undefined && keysOf.between) return keysOf.between(before, after)
  const old = before === undefined ? [] : keysOf(before)
  const now = after === undefined ? [] : keysOf(after)
  const [known, still] = [new Set(old), new Set(now)]
  return { gone: old.filter(each => !still.has(each)), come: now.filter(each => !known.has(each)) }
}

/** A map and those that it was made of, as far back as they have been looked at. */
class Lineage<Each> {
  readonly #seen: Set<Each>
  last: Each

  constructor(first: Each) {
    this.#seen = new Set([first])
    this.last = first
  }

  add(before: Each | undefined): void {
    if (before === undefined) return
    this.#seen.add(before)
    this.last = before
  }

  has(each: Each): boolean {
    return this.#seen.has(each)
  }

  meets(other: Lineage<Each>): boolean {
    return this.has(other.last) || other.has(this.last)
  }

  /** The newest ones, that are not the other's. */
  *until(other: Lineage<Each>): Iterable<Each> {
    for (const each of this.#seen) {
      if (other.has(each)) return
      yield each
    }
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

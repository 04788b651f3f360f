import { PersistentList } from './persistent-list.ts'

/** As a map that `with` and `without` make the next one of. */
export function persistent<Key, Value extends Present>(
  map: ReadonlyMap<Key, Value>,
): PersistentMap<Key, Value> {
  if (map instanceof PersistentMap) return map
  return [...map].reduce((made, [key, value]) => made.with(key, value), new PersistentMap<Key, Value>())
}

/** Unlike a `Map` never changed: `with` and `without` make the next one, which shares nearly all with this one, in
 * time that hardly grows with the size. Entries are in a `Map`'s order. */
export class PersistentMap<Key, Value extends Present> implements ReadonlyMap<Key, Value> {
  readonly size: number
  /** Where each key's entry is in `#entries`: the same place in all maps that have come from one. */
  readonly #places: Map<Key, number>
  readonly #entries: PersistentList<Entry<Key, Value>>
  /** The order of the next new entry. */
  readonly #next: number

  constructor(
    places: Map<Key, number> = new Map(),
    entries: PersistentList<Entry<Key, Value>> = new PersistentList(),
    size = 0,
    next = 0,
  ) {
    this.#places = places
    this.#entries = entries
    this.size = size
    this.#next = next
  }

  get(key: Key): Value | undefined {
    return this.#entryOf(key)?.value
  }

  has(key: Key): boolean {
    return this.#entryOf(key) !== undefined
  }

  /** An entry replaced keeps its place; a new one is the last. */
  with(key: Key, value: Value): PersistentMap<Key, Value> {
    const place = this.#places.get(key) ?? this.#places.size
    this.#places.set(key, place)
    const replaced = this.#entries.get(place)
    const order = replaced?.order ?? this.#next
    const entries = this.#entries.with(place, { key, value, order })
    return replaced === undefined
      ? new PersistentMap(this.#places, entries, this.size + 1, this.#next + 1)
      : new PersistentMap(this.#places, entries, this.size, this.#next)
  }

  without(key: Key): PersistentMap<Key, Value> {
    const place = this.#places.get(key)
    if (place === undefined || this.#entries.get(place) === undefined) return this
    const entries = this.#entries.with(place, undefined)
    return new PersistentMap(this.#places, entries, this.size - 1, this.#next)
  }

  /** The entry under another key, in the same place. */
  renamed(key: Key, to: Key, value: Value): PersistentMap<Key, Value> {
    const entry = this.#entryOf(key)
    if (entry === undefined || key === to) return this.with(to, value)
    const without = this.without(key).without(to)
    const place = this.#places.get(to) ?? this.#places.size
    this.#places.set(to, place)
    const entries = without.#entries.with(place, { key: to, value, order: entry.order })
    return new PersistentMap(this.#places, entries, without.size + 1, this.#next)
  }

  /** Those of the keys that are there, in the map's order. */
  entriesOf(keys: Iterable<Key>): readonly Entry<Key, Value>[] {
    return inOrder([...keys].flatMap(key => this.#entryOf(key) ?? []))
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#inOrder()
      .map(({ key, value }): [Key, Value] => [key, value])
      .values()
  }

  keys(): MapIterator<Key> {
    return this.#inOrder()
      .map(({ key }) => key)
      .values()
  }

  values(): MapIterator<Value> {
    return this.#inOrder()
      .map(({ value }) => value)
      .values()
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const { key, value } of this.#inOrder()) visit(value, key, this)
  }

  #entryOf(key: Key): Entry<Key, Value> | undefined {
    const place = this.#places.get(key)
    return place === undefined ? undefined : this.#entries.get(place)
  }

  #inOrder(): readonly Entry<Key, Value>[] {
    return inOrder(this.#entries.values())
  }
}

/** Any value but `undefined` and `null`. */
export type Present = NonNullable<unknown>

export interface Entry<Key, Value> {
  readonly key: Key
  readonly value: Value
  /** Counts the new entries of a map and of those that it was made of. */
  readonly order: number
}

/** They are, but for one that was taken away and has come back, or has another key now. */
function inOrder<Key, Value>(entries: readonly Entry<Key, Value>[]): readonly Entry<Key, Value>[] {
  const areInOrder = entries.every(
    ({ order }, index) => index === 0 || (entries[index - 1]?.order ?? 0) < order,
  )
  return areInOrder ? entries : [...entries].sort((one, other) => one.order - other.order)
}

/** Gives the keys under which `valuesBy` finds a value. */
export type KeysOf<Value> = (value: Value) => readonly string[]

/** As a map that `with` and `without` make the next one of. */
export function layered<Key, Value extends Present>(map: ReadonlyMap<Key, Value>): LayeredMap<Key, Value> {
  return map instanceof LayeredMap ? map : new LayeredMap(new Base(map), emptyLayer())
}

/** The values that `keysOf` gives this key, in order. */
export function valuesBy<Key, Value extends Present>(
  map: ReadonlyMap<Key, Value>,
  keysOf: KeysOf<Value>,
  wanted: string,
): readonly Value[] {
  return map instanceof LayeredMap
    ? map.valuesBy(keysOf, wanted)
    : [...map.values()].filter(value => keysOf(value).includes(wanted))
}

/** Unlike a `Map` never changed: `with` and `without` make the next one, which shares nearly all with this one. Entries
 * are in a `Map`'s order. A change costs the square root of the size, for the layer above the base is copied. */
export class LayeredMap<Key, Value extends Present> implements ReadonlyMap<Key, Value> {
  readonly #base: Base<Key, Value>
  readonly #layer: Layer<Key, Value>

  constructor(base: Base<Key, Value>, layer: Layer<Key, Value>) {
    this.#base = base
    this.#layer = layer
  }

  get size(): number {
    return this.#base.map.size - this.#layer.removed.size + this.#layer.added.size
  }

  get(key: Key): Value | undefined {
    const { removed, replaced, added } = this.#layer
    return added.get(key) ?? replaced.get(key) ?? (removed.has(key) ? undefined : this.#base.map.get(key))
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined
  }

  /** An entry replaced keeps its place; a new one is the last. */
  with(key: Key, value: Value): LayeredMap<Key, Value> {
    const { removed, replaced, added } = this.#layer
    return this.#above(
      this.#base.map.has(key) && !removed.has(key)
        ? { removed, replaced: new Map(replaced).set(key, value), added }
        : { removed, replaced, added: new Map(added).set(key, value) },
    )
  }

  without(key: Key): LayeredMap<Key, Value> {
    if (!this.has(key)) return this
    const { removed, replaced, added } = this.#layer
    return this.#above(
      added.has(key)
        ? { removed, replaced, added: copyWithout(added, key) }
        : { removed: new Set(removed).add(key), replaced: copyWithout(replaced, key), added },
    )
  }

  valuesBy(keysOf: KeysOf<Value>, wanted: string): readonly Value[] {
    const { removed, replaced, added } = this.#layer
    const isFound = (value: Value): boolean => keysOf(value).includes(wanted)
    const kept = this.#base.keysBy(keysOf, wanted).filter(key => !removed.has(key) && !replaced.has(key))
    const changed = [...replaced].filter(([, value]) => isFound(value)).map(([key]) => key)
    const inBase = changed.length === 0 ? kept : this.#base.inOrder([...kept, ...changed])
    return [...inBase.flatMap(key => this.get(key) ?? []), ...[...added.values()].filter(isFound)]
  }

  entries(): MapIterator<[Key, Value]> {
    return heightOf(this.#layer) === 0 ? this.#base.map.entries() : this.#layeredEntries()
  }

  *keys(): MapIterator<Key> {
    for (const [key] of this.entries()) yield key
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }

  *#layeredEntries(): MapIterator<[Key, Value]> {
    const { removed, replaced, added } = this.#layer
    for (const [key, value] of this.#base.map) {
      if (!removed.has(key)) yield [key, replaced.get(key) ?? value]
    }
    yield* added
  }

  #above(layer: Layer<Key, Value>): LayeredMap<Key, Value> {
    const changed = new LayeredMap(this.#base, layer)
    const height = heightOf(layer)
    if (height <= leastHeight || height ** 2 <= this.#base.map.size) return changed
    this.#base.forget()
    return layered(new Map(changed))
  }
}

/** Shared by many maps, with what has been looked up in it. */
class Base<Key, Value> {
  readonly map: ReadonlyMap<Key, Value>
  readonly #keys = new Map<KeysOf<Value>, ReadonlyMap<string, readonly Key[]>>()
  #places: ReadonlyMap<Key, number> | undefined

  constructor(map: ReadonlyMap<Key, Value>) {
    this.map = map
  }

  keysBy(keysOf: KeysOf<Value>, wanted: string): readonly Key[] {
    const known = this.#keys.get(keysOf) ?? groupKeys(this.map, keysOf)
    this.#keys.set(keysOf, known)
    return known.get(wanted) ?? []
  }

  inOrder(keys: readonly Key[]): readonly Key[] {
    const places = this.#places ?? new Map([...this.map.keys()].map((key, place) => [key, place]))
    this.#places = places
    return [...keys].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
  }

  /** Frees the memory; what is asked for again is looked up again. */
  forget(): void {
    this.#keys.clear()
    this.#places = undefined
  }
}

function groupKeys<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  keysOf: KeysOf<Value>,
): ReadonlyMap<string, readonly Key[]> {
  const groups = new Map<string, Key[]>()
  for (const [key, value] of map) {
    for (const each of new Set(keysOf(value))) {
      const group = groups.get(each)
      if (group === undefined) groups.set(each, [key])
      else group.push(key)
    }
  }
  return groups
}

/** Any value but `undefined` and `null`. */
type Present = NonNullable<unknown>

interface Layer<Key, Value> {
  /** Keys of the base that are gone, or come again among the added. */
  readonly removed: ReadonlySet<Key>
  readonly replaced: ReadonlyMap<Key, Value>
  readonly added: ReadonlyMap<Key, Value>
}

/** Under this, copying a layer costs less than making a base. */
const leastHeight = 8

function heightOf({ removed, replaced, added }: Layer<unknown, unknown>): number {
  return removed.size + replaced.size + added.size
}

function emptyLayer<Key, Value>(): Layer<Key, Value> {
  return { removed: new Set(), replaced: new Map(), added: new Map() }
}

function copyWithout<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  const copy = new Map(map)
  copy.delete(key)
  return copy
}

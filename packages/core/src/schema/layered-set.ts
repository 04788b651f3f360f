import { type LayeredMap, layered } from './layered-map.ts'

/** The set with one key more, in time that does not grow with the set. */
export function withKey(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return asLayered(set).with(key)
}

export function withoutKey(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return set.has(key) ? asLayered(set).without(key) : set
}

function asLayered(set: ReadonlySet<string>): LayeredSet {
  return set instanceof LayeredSet ? set : new LayeredSet(layered(new Map([...set].map(key => [key, key]))))
}

class LayeredSet implements ReadonlySet<string> {
  readonly #keys: LayeredMap<string, string>

  constructor(keys: LayeredMap<string, string>) {
    this.#keys = keys
  }

  get size(): number {
    return this.#keys.size
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  with(key: string): LayeredSet {
    return this.has(key) ? this : new LayeredSet(this.#keys.with(key, key))
  }

  without(key: string): LayeredSet {
    return new LayeredSet(this.#keys.without(key))
  }

  *entries(): SetIterator<[string, string]> {
    yield* this.#keys.entries()
  }

  *keys(): SetIterator<string> {
    yield* this.#keys.keys()
  }

  *values(): SetIterator<string> {
    yield* this.#keys.keys()
  }

  [Symbol.iterator](): SetIterator<string> {
    return this.values()
  }

  forEach(visit: (key: string, same: string, set: ReadonlySet<string>) => void): void {
    for (const key of this.#keys.keys()) visit(key, key, this)
  }
}

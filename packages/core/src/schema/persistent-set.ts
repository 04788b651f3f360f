import { type PersistentMap, persistent } from './persistent-map.ts'

/** The set with one key more, in time that does not grow with the set. */
export function withKey(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return asPersistent(set).with(key)
}

export function withoutKey(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return set.has(key) ? asPersistent(set).without(key) : set
}

function asPersistent(set: ReadonlySet<string>): PersistentSet {
  return set instanceof PersistentSet
    ? set
    : new PersistentSet(persistent(new Map([...set].map(key => [key, key]))))
}

class PersistentSet implements ReadonlySet<string> {
  readonly #keys: PersistentMap<string, string>

  constructor(keys: PersistentMap<string, string>) {
    this.#keys = keys
  }

  get size(): number {
    return this.#keys.size
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  with(key: string): PersistentSet {
    return this.has(key) ? this : new PersistentSet(this.#keys.with(key, key))
  }

  without(key: string): PersistentSet {
    return new PersistentSet(this.#keys.without(key))
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

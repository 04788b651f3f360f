import { type IndexedMap, indexed, type KeysOf } from './indexed-map.ts'

/** The indexes or constraints of a table, read as an array is. */
export interface Parts<Part> extends Iterable<Part> {
  readonly length: number
  find(is: (part: Part) => boolean): Part | undefined
  some(is: (part: Part) => boolean): boolean
  every(is: (part: Part) => boolean): boolean
  includes(part: Part): boolean
  filter<Kept extends Part>(is: (part: Part) => part is Kept): readonly Kept[]
  filter(is: (part: Part) => boolean): readonly Part[]
  map<Made>(make: (part: Part) => Made): readonly Made[]
  flatMap<Made>(make: (part: Part) => Made | readonly Made[]): readonly Made[]
}

/** As a list that `with`, `without` and `replaced` make the next one of. */
export function partList<Part extends object>(parts: Parts<Part>): PartList<Part> {
  return parts instanceof PartList
    ? parts
    : new PartList(indexed(new Map(parts.map(part => [part, part] as const))))
}

/** The parts that `keysOf` gives one of these keys, in order. */
export function partsBy<Part extends object>(
  parts: Parts<Part>,
  keysOf: KeysOf<Part>,
  ...wanted: readonly string[]
): readonly Part[] {
  return parts instanceof PartList
    ? parts.byPart.valuesBy(keysOf, wanted)
    : parts.filter(part => keysOf(part).some(key => wanted.includes(key)))
}

/** The parts of each that the other has not, in order. */
export function unlike<Part extends object>(
  one: Parts<Part>,
  other: Parts<Part>,
): readonly [readonly Part[], readonly Part[]] {
  const [first, second] = [partList(one).byPart, partList(other).byPart]
  const keys = [...first.keysUnlike(second)]
  return [
    first.keysOf(keys.filter(part => !second.has(part))),
    second.keysOf(keys.filter(part => !first.has(part))),
  ]
}

/** Never changed: the next one shares nearly all with this one, and what has been looked up in it. */
export class PartList<Part extends object> implements Parts<Part> {
  readonly byPart: IndexedMap<Part, Part>

  constructor(byPart: IndexedMap<Part, Part>) {
    this.byPart = byPart
  }

  get length(): number {
    return this.byPart.size
  }

  with(part: Part): PartList<Part> {
    return new PartList(this.byPart.with(part, part))
  }

  without(gone: Iterable<Part>): PartList<Part> {
    let left = this.byPart
    for (const part of gone) left = left.without(part)
    return left === this.byPart ? this : new PartList(left)
  }

  /** Each of them becomes what `change` makes of it, in its place; nothing: it goes. */
  replaced(parts: Iterable<Part>, change: (part: Part) => Part | undefined): PartList<Part> {
    let map = this.byPart
    for (const part of parts) {
      const changed = change(part)
      if (changed === undefined) map = map.without(part)
      else if (changed !== part) map = map.renamed(part, changed, changed)
    }
    return map === this.byPart ? this : new PartList(map)
  }

  [Symbol.iterator](): Iterator<Part> {
    return this.byPart.values()
  }

  find(is: (part: Part) => boolean): Part | undefined {
    return [...this].find(part => is(part))
  }

  some(is: (part: Part) => boolean): boolean {
    return [...this].some(part => is(part))
  }

  every(is: (part: Part) => boolean): boolean {
    return [...this].every(part => is(part))
  }

  includes(part: Part): boolean {
    return this.byPart.has(part)
  }

  filter<Kept extends Part>(is: (part: Part) => part is Kept): readonly Kept[]
  filter(is: (part: Part) => boolean): readonly Part[]
  filter(is: (part: Part) => boolean): readonly Part[] {
    return [...this].filter(part => is(part))
  }

  map<Made>(make: (part: Part) => Made): readonly Made[] {
    return [...this].map(part => make(part))
  }

  flatMap<Made>(make: (part: Part) => Made | readonly Made[]): readonly Made[] {
    return [...this].flatMap(part => make(part))
  }
}

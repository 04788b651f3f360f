/** Which of two lists belong together: by name, and what is left by likeness. */
export interface Matched<Item> {
  readonly pairs: readonly (readonly [Item, Item])[]
  readonly missing: readonly Item[]
  readonly leftOver: readonly Item[]
}

interface Likeness<Item> {
  nameOf(item: Item): string | undefined
  /** The same for all that may be alike; undefined where its name tells it from all others. */
  traitsOf(item: Item): string | undefined
  sameDespiteName(one: Item, other: Item): boolean
}

export function matchNamed<Item>(
  before: Iterable<Item>,
  after: Iterable<Item>,
  { nameOf, traitsOf, sameDespiteName }: Likeness<Item>,
): Matched<Item> {
  const byName = pairUp(before, after, nameOf, () => true)
  const alike = pairUp(byName.missing, byName.leftOver, traitsOf, sameDespiteName)
  return { ...alike, pairs: byName.pairs }
}

function pairUp<Item>(
  before: Iterable<Item>,
  after: Iterable<Item>,
  keyOf: (item: Item) => string | undefined,
  belong: (one: Item, other: Item) => boolean,
): Matched<Item> {
  const pairs: (readonly [Item, Item])[] = []
  const missing: Item[] = []
  const leftOver = new Set(after)
  const byKey = new Map<string, Item[]>()
  for (const each of leftOver) {
    const key = keyOf(each)
    if (key !== undefined) gather(byKey, key, each)
  }
  for (const one of before) {
    const key = keyOf(one)
    const others = key === undefined ? [] : (byKey.get(key) ?? [])
    const at = others.findIndex(other => belong(one, other))
    const [other] = at === -1 ? [] : others.splice(at, 1)
    if (other === undefined) missing.push(one)
    else {
      pairs.push([one, other])
      leftOver.delete(other)
    }
  }
  return { pairs, missing, leftOver: [...leftOver] }
}

function gather<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [item])
  else group.push(item)
}

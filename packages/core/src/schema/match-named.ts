/** Which of two lists belong together: by name, and what is left by likeness. What is the very same in both, as nearly
 * all is, is left out. */
export interface Matched<Item> {
  readonly pairs: readonly (readonly [Item, Item])[]
  readonly missing: readonly Item[]
  readonly leftOver: readonly Item[]
}

interface Likeness<Item> {
  sameName(one: Item, other: Item): boolean
  sameDespiteName(one: Item, other: Item): boolean
}

export function matchNamed<Item>(
  before: readonly Item[],
  after: readonly Item[],
  { sameName, sameDespiteName }: Likeness<Item>,
): Matched<Item> {
  const byName = pairUp(without(after, before), without(before, after), sameName)
  const alike = pairUp(byName.missing, byName.leftOver, sameDespiteName)
  return { ...alike, pairs: byName.pairs }
}

function without<Item>(others: readonly Item[], items: readonly Item[]): readonly Item[] {
  const known = new Set(others)
  return items.filter(item => !known.has(item))
}

function pairUp<Item>(
  before: readonly Item[],
  after: readonly Item[],
  belong: (one: Item, other: Item) => boolean,
): Matched<Item> {
  const pairs: (readonly [Item, Item])[] = []
  const missing: Item[] = []
  const leftOver = [...after]
  for (const one of before) {
    const at = leftOver.findIndex(other => belong(one, other))
    const other = leftOver[at]
    if (other === undefined) missing.push(one)
    else {
      pairs.push([one, other])
      leftOver.splice(at, 1)
    }
  }
  return { pairs, missing, leftOver }
}

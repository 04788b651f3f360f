/** A list with holes that is never changed: `with` copies the way to one place and shares all else. */
export class PersistentList<Value> {
  readonly #root: Node<Value> | undefined
  /** Levels above the leaves. */
  readonly #height: number

  constructor(root?: Node<Value>, height = 0) {
    this.#root = root
    this.#height = height
  }

  get(place: number): Value | undefined {
    if (place >= width ** (this.#height + 1)) return undefined
    let node = this.#root
    for (let level = this.#height; level > 0; level -= 1) node = node?.below[indexAt(place, level)]
    return node?.values[indexAt(place, 0)]
  }

  /** `undefined` leaves a hole. */
  with(place: number, value: Value | undefined): PersistentList<Value> {
    let root = this.#root
    let height = this.#height
    while (place >= width ** (height + 1)) {
      root = root && { below: [root], values: [] }
      height += 1
    }
    return new PersistentList(nodeWith(root, height, place, value), height)
  }

  /** In order of place, without the holes. */
  values(): readonly Value[] {
    const found: Value[] = []
    if (this.#root !== undefined) collect(this.#root, found)
    return found
  }
}

/** Of a leaf the values, of every other node what is below it. */
interface Node<Value> {
  readonly below: readonly (Node<Value> | undefined)[]
  readonly values: readonly (Value | undefined)[]
}

const bits = 4
const width = 2 ** bits

function indexAt(place: number, level: number): number {
  return (place >>> (level * bits)) & (width - 1)
}

/** A node of holes alone is none. */
function nodeWith<Value>(
  node: Node<Value> | undefined,
  level: number,
  place: number,
  value: Value | undefined,
): Node<Value> | undefined {
  const index = indexAt(place, level)
  if (level === 0) {
    const values = replaced(node?.values ?? [], index, value)
    return values && { below: [], values }
  }
  const below = replaced(node?.below ?? [], index, nodeWith(node?.below[index], level - 1, place, value))
  return below && { below, values: [] }
}

function replaced<Item>(
  items: readonly (Item | undefined)[],
  index: number,
  item: Item | undefined,
): readonly (Item | undefined)[] | undefined {
  const copy = items.slice()
  while (copy.length < index) copy.push(undefined)
  copy[index] = item
  return item === undefined && copy.every(each => each === undefined) ? undefined : copy
}

function collect<Value>({ below, values }: Node<Value>, found: Value[]): void {
  for (const value of values) if (value !== undefined) found.push(value)
  for (const node of below) if (node !== undefined) collect(node, found)
}

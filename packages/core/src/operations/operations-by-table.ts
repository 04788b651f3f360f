import type { ObjectName } from './column.ts'
import type { Operation } from './operation.ts'

/** More than any rebuild needs; bounds the work for a script that drops a table over and over. */
const mostOnOneSide = 100

/** The operations that name tables, found by the table, so that a long script is not gone through for every drop. */
export class OperationsByTable {
  readonly #operations: readonly Operation[]
  readonly #places = new Map<string, number[]>()
  readonly #rollbacks: number[] = []

  constructor(operations: readonly Operation[]) {
    this.#operations = operations
    for (const [place, operation] of operations.entries()) {
      if (operation.kind === 'control-transaction') this.#rollbacks.push(place)
      for (const table of tablesIn(operation)) this.#add(table, place)
    }
  }

  /** Those that name the table or one that it is copied into, in their order, with the last rollback before `at`. */
  around(table: ObjectName, at: number): readonly Operation[] {
    const own = this.#near(table, at)
    const copies = own.flatMap(place => {
      const operation = this.#operations[place]
      return operation?.kind === 'insert-rows' ? [operation.table] : []
    })
    const rollback = this.#rollbacks[firstFrom(this.#rollbacks, at) - 1]
    const places = new Set([
      ...own,
      ...[...new Set(copies)].flatMap(copy => this.#near(copy, at)),
      ...(rollback === undefined ? [] : [rollback]),
    ])
    return [...places].sort((one, other) => one - other).flatMap(place => this.#operations[place] ?? [])
  }

  #near(table: ObjectName, at: number): readonly number[] {
    const places = this.#places.get(table.toLowerCase()) ?? []
    const middle = firstFrom(places, at)
    return places.slice(Math.max(0, middle - mostOnOneSide), middle + mostOnOneSide)
  }

  #add(table: ObjectName, place: number): void {
    const places = this.#places.get(table.toLowerCase())
    if (!places) this.#places.set(table.toLowerCase(), [place])
    else if (places.at(-1) !== place) places.push(place)
  }
}

function tablesIn(operation: Operation): readonly ObjectName[] {
  if (!('table' in operation) || operation.table === undefined) return []
  if (operation.kind === 'rename-table') return [operation.table, operation.to]
  return operation.kind === 'insert-rows' && operation.copiesFrom
    ? [operation.table, operation.copiesFrom.table]
    : [operation.table]
}

/** The index of the first place that is not before `at`. */
function firstFrom(places: readonly number[], at: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

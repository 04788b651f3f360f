import { unknownText } from '../unknown-text.ts'
import { choose, type Run } from './run.ts'

/**
 * A row that a query might have found. Its values are made up: legal as identifiers, literals and bindings, so
 * that SQL built from them can still be read.
 */
export function unknownRow(): Record<string, unknown> {
  return new Proxy<Record<string, unknown>>(Object.create(null), {
    get: (target, column) => {
      if (typeof column === 'symbol') return undefined
      if (Object.hasOwn(target, column)) return target[column]
      if (column === 'then' || column === 'constructor' || column === 'toSQL') return undefined
      if (column === 'toJSON') return () => ({})
      return unknownValue(column)
    },
    has: (_target, column) => typeof column === 'string' && column !== 'then' && column !== 'toSQL',
  })
}

/** What the name of a column lets one expect. */
export function unknownValue(column: string): unknown {
  if (/^(is|has|can|should)[_A-Z]/.test(column)) return true
  if (/^(count|sum|max|min|avg|total|cnt)\b|count$/i.test(column)) return '1'
  return unknownText(column)
}

/** One unknown row in place of any number: a search in it can hit or miss. */
export function unknownRows(run: Run, query: string): unknown[] {
  const row = unknownRow()
  const rows: unknown[] = [row]
  const isHit = (): boolean => choose(run, `search in rows(${query})`, ['hit', 'miss']) === 0
  const { find, filter, some } = Array.prototype
  const define = (name: string, value: (...args: unknown[]) => unknown): void => {
    Object.defineProperty(rows, name, { configurable: true, writable: true, value })
  }
  define('find', (...args) => Reflect.apply(find, rows, args) ?? (isHit() ? row : undefined))
  define('some', (...args) => Reflect.apply(some, rows, args) || isHit())
  define('filter', (...args) => {
    const found: unknown[] = Reflect.apply(filter, rows, args)
    return found.length > 0 || !isHit() ? found : [row]
  })
  return rows
}

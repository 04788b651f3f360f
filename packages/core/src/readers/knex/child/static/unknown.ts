import { holdsUnknownText, unknownText } from '../../../../operations/unknown-text.ts'

/** A value that reading alone does not give. */
export class Unknown {
  readonly what: string
  constructor(what: string) {
    this.what = what
  }
}

/** Also a text that a query is made out to have found. */
export function isUnknown(value: unknown): boolean {
  return value instanceof Unknown || (typeof value === 'string' && holdsUnknownText(value))
}

const deepest = 6

/** What knex gets in the place of values that are not known. */
export function forKnex(value: unknown, depth: number = 0): unknown {
  if (value instanceof Unknown) return unknownText(value.what)
  if (depth > deepest) return value
  if (Array.isArray(value)) return value.map(each => forKnex(each, depth + 1))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, forKnex(each, depth + 1)]))
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

import { didYouMean } from '../did-you-mean.ts'
import { UserError } from '../user-error.ts'

/** Where a value stands, for messages: `migration-lint.config.ts: environments.production.maxPending`. */
export interface Place {
  /** The file, or what else the config came from. */
  readonly source: string
  /** Dotted; '' for the whole config. */
  readonly path: string
}

export type Reader<Value> = (value: unknown, place: Place) => Value

/** An object's own keys, checked against the known ones. */
export interface Fields<Key extends string> {
  /** Undefined when the key is absent or undefined. */
  read<Value>(key: Key, reader: Reader<Value>): Value | undefined
}

export function at(place: Place, key: string): Place {
  return { source: place.source, path: place.path === '' ? key : `${place.path}.${key}` }
}

export function fail(place: Place, problem: string): never {
  throw new UserError(`${place.source}: ${problem}`)
}

export function failValue(place: Place, expected: string, value: unknown): never {
  fail(place, `${place.path === '' ? 'the config' : place.path} must be ${expected}, not ${describe(value)}.`)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsOf<Key extends string>(
  value: unknown,
  place: Place,
  keys: readonly Key[],
): Fields<Key> {
  if (!isObject(value)) failValue(place, 'an object', value)
  const known: ReadonlySet<string> = new Set(keys)
  for (const key of Object.keys(value)) {
    if (known.has(key)) continue
    const within = place.path === '' ? '' : ` in ${place.path}`
    const suggestion = didYouMean(key, keys)
    fail(
      place,
      `unknown key "${key}"${within}${suggestion === '' ? `; known keys: ${keys.join(', ')}.` : suggestion}`,
    )
  }
  return {
    read: (key, reader) => (value[key] === undefined ? undefined : reader(value[key], at(place, key))),
  }
}

export const text: Reader<string> = (value, place) =>
  typeof value === 'string' && value.trim() !== '' ? value : failValue(place, 'a text', value)

export const flag: Reader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : failValue(place, 'true or false', value)

export function wholeNumber(from: number, to: number): Reader<number> {
  const expected =
    to === Number.MAX_SAFE_INTEGER ? `a whole number from ${from}` : `a whole number from ${from} to ${to}`
  return (value, place) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
      ? value
      : failValue(place, expected, value)
}

export function oneOf<const Name extends string>(names: readonly Name[]): Reader<Name> {
  return (value, place) => {
    const found = names.find(name => name === value)
    if (found !== undefined) return found
    const suggestion = typeof value === 'string' ? didYouMean(value, names) : ''
    const shown = names.map(name => `"${name}"`).join(', ')
    return suggestion === ''
      ? failValue(place, `one of ${shown}`, value)
      : fail(place, `${place.path} ${describe(value)} is not known${suggestion}`)
  }
}

export function listOf<Item>(reader: Reader<Item>, what: string): Reader<readonly Item[]> {
  return (value, place) =>
    Array.isArray(value)
      ? value.map((item: unknown, index) => reader(item, { ...place, path: `${place.path}[${index}]` }))
      : failValue(place, what, value)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

import type { Table } from './schema-state.ts'

type Options = Table['options']

/** Each of PostgreSQL's storage parameters is an option of its own: `storage-parameter fillfactor`. */
export const storageParameterPrefix = 'storage-parameter '

/** `fillfactor=70, toast.autovacuum_enabled=` by name: an empty value puts it back to what it is by itself. */
export function storageParametersIn(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(/, (?=[\w.]+=)/).map(item => {
      const [name = '', ...rest] = item.split('=')
      return [name, rest.join('=')] as const
    }),
  )
}

export function storageParametersAsText(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters].map(([name, value]) => `${name}=${value}`).join(', ')
}

export function withStorageParameters(options: Options, value: string): Options {
  const changed: Record<string, string> = { ...options }
  for (const [name, setting] of storageParametersIn(value)) {
    const option = `${storageParameterPrefix}${name}`
    if (setting === '') delete changed[option]
    else changed[option] = setting
  }
  return changed
}

/** The storage parameters among them, and the rest. */
export function splitStorageParameters(
  options: Options,
): readonly [parameters: readonly (readonly [string, string])[], rest: Options] {
  const entries = Object.entries(options)
  return [
    entries.flatMap(([option, value]) =>
      option.startsWith(storageParameterPrefix)
        ? [[option.slice(storageParameterPrefix.length), value] as const]
        : [],
    ),
    Object.fromEntries(entries.filter(([option]) => !option.startsWith(storageParameterPrefix))),
  ]
}

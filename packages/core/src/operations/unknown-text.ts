const start = 'unknown_value_of_'

/**
 * What stands in the place of a value that only a database, a package that is not there or the environment has: legal
 * as an identifier, a literal and a binding, so that SQL built from it can still be read.
 */
export function unknownText(what: string): string {
  return start + what.replace(/\W+/g, '_').slice(0, 40)
}

/** What Knex writes of a column that no migration has told of, when it says the whole column again. */
export const unknownType: string = unknownText('column_type')

/** Projects change the case of names (`wrapIdentifier`), and some drop underscores. */
export function holdsUnknownText(text: string): boolean {
  return text.replaceAll('_', '').toLowerCase().includes('unknownvalueof')
}

import type { Origin } from './run.ts'

/** A query that no server ever sees: knex or its driver throws, and the stack of that leads nowhere. */
export class RefusedQuery extends Error {
  readonly origin: Origin | undefined
  constructor(message: string, origin: Origin | undefined) {
    super(message)
    this.origin = origin
  }
}

/** Measured with knex 3.3.0, better-sqlite3 12.11, sqlite3 5.1, mysql2 3.24 and pg 8.23. */
export function refusalOf(sql: unknown, dialect: string, sendsEmpty: boolean): string | undefined {
  if (typeof sql !== 'string' || (sql === '' && !sendsEmpty)) return 'The query is empty'
  const isBlank = sql.trim() === ''
  // The packet of mysql2 without text is answered, one with white space is not.
  if (dialect === 'mysql') return isBlank && sql !== '' ? 'Query was empty' : undefined
  if (dialect !== 'sqlite3') return undefined
  const rest = sql.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '')
  return rest.trim() === '' ? 'The supplied SQL string contains no statements' : undefined
}

import { isDdl } from '../operations/classes.ts'
import { namesIn } from '../schema/sql-text.ts'
import { withoutBody } from './rows/without-body.ts'
import type { Rule } from './rule.ts'

export const identifierTooLong: Rule = {
  id: 'identifier-too-long',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A name is longer than the server keeps.',
  why: `PostgreSQL cuts it at 63 bytes with no more than a notice: two names that differ behind that are one, and a later
statement that asks a catalogue for the whole name finds nothing. MySQL and MariaDB refuse more than 64 characters.`,
  instead: 'Give it a shorter name.',
  sources: [
    'PostgreSQL manual, 4.1.1 Identifiers and Key Words',
    'MySQL 8.4 manual, Identifier Length Limits',
    'measured: PostgreSQL 15, MariaDB 10.11 (error 1103)',
  ],
  examples: {
    flagged: [
      {
        title: 'cut off',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email_index_that_says_everything_that_there_is_to_say_about_it ON users (email)',
        transaction: 'none',
        instead: { up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
      },
      {
        title: 'refused',
        dialect: 'mysql',
        up: 'CREATE TABLE a_table_whose_name_says_everything_that_there_is_to_say_about_it_here (id bigint PRIMARY KEY)',
        instead: 'CREATE TABLE a_table (id bigint PRIMARY KEY)',
      },
    ],
    allowed: [
      { title: 'short', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
      {
        title: 'SQLite has no limit',
        dialect: 'sqlite',
        up: 'CREATE TABLE a_table_whose_name_says_everything_that_there_is_to_say_about_it_here (id INTEGER PRIMARY KEY)',
      },
      {
        title: 'a long text is no name',
        up: "CREATE TABLE users (id bigint PRIMARY KEY, note text DEFAULT 'a_text_that_is_longer_than_sixty_three_bytes_and_no_name_at_all_here')",
      },
    ],
  },

  checkAnyOperation(operation, { traits: { longestName }, statement }) {
    if (longestName === undefined || !isDdl(operation)) return undefined
    const { limit, unit, outcome } = longestName
    const lengthOf = (name: string): number =>
      unit === 'bytes' ? new TextEncoder().encode(name).length : [...name].length
    const long = new Set(namesIn(withoutBody(statement.text)).filter(name => lengthOf(name) > limit))
    return [...long].map(name => ({
      message:
        outcome === 'cut'
          ? `${name} has ${lengthOf(name)} ${unit}: the server cuts it at ${limit}.`
          : `${name} has ${lengthOf(name)} ${unit}: more than ${limit} are refused.`,
      severity: outcome === 'cut' ? 'info' : 'error',
      objects: [name],
    }))
  },
}

import { findTable } from '../schema/lookup.ts'
import { operationTable } from './operation-table.ts'
import type { Rule } from './rule.ts'

export const dropIndexNotConcurrently: Rule = {
  id: 'drop-index-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'Dropping an index without CONCURRENTLY locks the table.',
  why: `DROP INDEX needs the strongest lock. It waits for every running query, and everybody who comes after it waits
behind it.`,
  instead: 'Use DROP INDEX CONCURRENTLY in a migration of its own that runs outside a transaction.',
  sources: ['PostgreSQL manual, DROP INDEX', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'an index of a table in use',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email',
      },
      {
        title: 'a partitioned table, where CONCURRENTLY is not possible',
        given:
          'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at); CREATE INDEX events_at ON events (at)',
        up: 'DROP INDEX CONCURRENTLY events_at',
        transaction: 'none',
        instead: {
          noSql:
            "an index of a partitioned table locks it for a moment in any case; SET lock_timeout = '2s' before it bounds the wait",
        },
      },
    ],
    allowed: [
      {
        title: 'CONCURRENTLY',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
      {
        title: 'MySQL does it while others work',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100)); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email ON users',
      },
    ],
  },

  checkOperation: {
    'drop-index'(operation, { traits, before, statement }) {
      if (!traits.concurrentIndexes) return undefined
      const table = operationTable(operation, before)
      const isPartitioned =
        table !== undefined && findTable(before, table)?.options['partition by'] !== undefined
      if (operation.concurrently) {
        return isPartitioned
          ? {
              message: `The statement fails: CONCURRENTLY is not possible on ${table}, which is partitioned.`,
              instead:
                'Leave CONCURRENTLY out, and set a lock_timeout: every partition is locked for a moment.',
              severity: 'error',
              objects: [table],
            }
          : undefined
      }
      const sql = statement.text.replace(/^(\s*drop\s+index)\b/i, '$1 CONCURRENTLY')
      const quick = sql !== statement.text && !operation.cascade && !isPartitioned
      return {
        message: `Dropping ${operation.name} waits for every query on ${table ?? 'its table'}, and all later ones wait behind it.`,
        objects: [table ?? operation.name],
        ...(quick
          ? {
              suggestion: {
                title: 'Drop it while others work, outside a transaction',
                sql,
                outsideTransaction: true,
              },
            }
          : {}),
      }
    },
  },
}

import type { Rule } from './rule.ts'

export const reindexNotConcurrently: Rule = {
  id: 'reindex-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'REINDEX without CONCURRENTLY blocks writes, and most reads.',
  why: `Writes to the table wait until its indexes are built again, and so do queries: to plan one, the server locks every index of
the table, whether it uses it or not.`,
  instead: 'Use REINDEX … CONCURRENTLY, outside a transaction.',
  sources: [
    'PostgreSQL manual, REINDEX, Notes',
    'measured: PostgreSQL 15, SELECT count(*) waits, for the catalogue in a session that connects',
  ],
  examples: {
    flagged: [
      {
        title: 'a table',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'REINDEX TABLE users',
      },
      {
        title: 'the catalogue, for which there is no CONCURRENTLY',
        up: 'REINDEX SYSTEM shop',
        transaction: 'none',
        instead: { noSql: 'it is left to an operator, at a time when nobody uses the database' },
      },
    ],
    allowed: [
      {
        title: 'CONCURRENTLY',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'REINDEX TABLE CONCURRENTLY users',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    reindex({ target, name, concurrently }, { traits, statement }) {
      if (!traits.concurrentIndexes || concurrently) return undefined
      if (target === 'system') {
        return {
          message: `REINDEX SYSTEM builds the indexes of the catalogue of ${name} again: every session reads it, and waits while an index of it is built.`,
          instead:
            'It knows no CONCURRENTLY: let an operator run it while nobody uses the database, and leave it out of a deploy.',
          objects: [name],
        }
      }
      const sql = statement.text.replace(
        /(\breindex\s+(?:\([^)]*\)\s*)?(?:index|table|schema|database))\b/i,
        '$1 CONCURRENTLY',
      )
      return {
        message: `REINDEX blocks writes to ${name} until its indexes are built again, and queries too: each is planned with a look at every index.`,
        objects: [name],
        ...(sql !== statement.text && {
          suggestion: {
            title: 'Build them again while others work, outside a transaction',
            sql,
            outsideTransaction: true,
          },
        }),
      }
    },
  },
}

import type { Rule } from './rule.ts'

export const refreshMatviewNotConcurrently: Rule = {
  id: 'refresh-matview-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'REFRESH MATERIALIZED VIEW keeps readers from the view until it is filled again.',
  why: 'The strongest lock is held while its query runs.',
  instead: 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.',
  sources: ['PostgreSQL manual, REFRESH MATERIALIZED VIEW', 'measured: PostgreSQL 15 (55000)'],
  examples: {
    flagged: [
      {
        title: 'a view in use',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users',
        up: 'REFRESH MATERIALIZED VIEW user_ids',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY user_ids_id ON user_ids (id)', transaction: 'none' },
          'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
        ],
      },
      {
        title: 'WITH NO DATA: nobody can read it until somebody fills it',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users',
        up: 'REFRESH MATERIALIZED VIEW user_ids WITH NO DATA',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY user_ids_id ON user_ids (id)', transaction: 'none' },
          'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
        ],
      },
    ],
    allowed: [
      {
        title: 'CONCURRENTLY',
        given: `CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users;
CREATE UNIQUE INDEX user_ids_id ON user_ids (id)`,
        up: 'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
      },
    ],
  },

  checkOperation: {
    maintain({ action, table, concurrently, empties }) {
      if (action !== 'refresh' || concurrently === true) return undefined
      const view = table ?? 'the view'
      return {
        message:
          empties === true
            ? `${view} loses its rows: every query of it fails until it is filled again.`
            : `Nobody can read ${view} while it is filled again.`,
        ...(table === undefined ? {} : { objects: [table] }),
      }
    },
  },
}

import type { Rule } from './rule.ts'

export const refreshMatviewNotConcurrently: Rule = {
  id: 'refresh-matview-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'REFRESH MATERIALIZED VIEW keeps readers from the view until it is filled again.',
  why: 'The strongest lock is held while its query runs.',
  instead: 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.',
  sources: ['PostgreSQL manual, REFRESH MATERIALIZED VIEW'],
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
    maintain({ action, table, concurrently }) {
      if (action !== 'refresh' || concurrently === true) return undefined
      return {
        message: `Nobody can read ${table ?? 'the view'} while it is filled again.`,
        ...(table === undefined ? {} : { objects: [table] }),
      }
    },
  },
}

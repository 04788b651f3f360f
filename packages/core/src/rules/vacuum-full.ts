import type { Rule } from './rule.ts'

export const vacuumFull: Rule = {
  id: 'vacuum-full',
  category: 'locking',
  severity: 'warning',
  title: 'VACUUM FULL and CLUSTER keep everybody from the table until every row has been written again.',
  why: 'They hold the strongest lock for as long as the table is large, and need as much free disk again.',
  instead: 'Leave it to an operator, with pg_repack.',
  noSql: 'PostgreSQL has no way to give the space back while others use the table',
  sources: ['PostgreSQL manual, VACUUM; CLUSTER', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'VACUUM FULL',
        given: 'CREATE TABLE users (id int)',
        up: 'VACUUM FULL users',
        transaction: 'none',
      },
      {
        title: 'CLUSTER',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CLUSTER users USING users_pkey',
      },
    ],
    allowed: [{ title: 'ANALYZE', given: 'CREATE TABLE users (id int)', up: 'ANALYZE users' }],
  },

  checkOperation: {
    maintain({ action, table }) {
      if (action !== 'vacuum full' && action !== 'cluster') return undefined
      const what = table ?? 'every table'
      return {
        message: `${action.toUpperCase()} keeps everybody from ${what} until every row has been written again.`,
        ...(table === undefined ? {} : { objects: [table] }),
      }
    },
  },
}

import type { Rule } from './rule.ts'

export const renameIndex: Rule = {
  id: 'rename-index',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'An index gets another name: queries that name it fail.',
  why: `USE INDEX, FORCE INDEX and IGNORE INDEX with the old name fail (error 1176), and optimizer hints with it are no longer
obeyed. PostgreSQL and SQLite have no such hints in their own SQL, but for INDEXED BY in SQLite.`,
  instead: 'Search the code for the old name first, and take the hints out in an earlier release.',
  noSql: 'the queries that name it change first',
  sources: ['MySQL 8.4 manual, Index Hints', 'measured: MariaDB 10.11, error 1176'],
  examples: {
    flagged: [
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100), KEY by_email (email))',
        up: 'ALTER TABLE users RENAME INDEX by_email TO users_email',
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100), KEY by_email (email))',
        up: 'ALTER TABLE users RENAME INDEX by_email TO users_email',
      },
    ],
    allowed: [
      {
        title: 'PostgreSQL, where no query names an index',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX by_email ON users (email)',
        up: 'ALTER INDEX by_email RENAME TO users_email',
      },
    ],
  },

  checkOperation: {
    'rename-index'({ name, to, table }, { before }) {
      if (before.semantics.indexNamesPer === 'schema') return undefined
      return {
        message: `The index ${name} is called ${to} from now on: a query with USE INDEX (${name}) or FORCE INDEX (${name}) fails.`,
        objects: [table === undefined ? name : `${table}.${name}`],
      }
    },
  },
}

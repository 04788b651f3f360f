import { namesIn } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const grantBlanket: Rule = {
  id: 'grant-blanket',
  category: 'security',
  severity: 'info',
  optIn: true,
  title: 'A privilege is given on everything at once, or to be given on.',
  why: `It holds for tables that nobody thought of, such as those with tokens or pay. Who has WITH GRANT OPTION gives it to
whom they like.`,
  instead: 'Name the tables, and leave WITH GRANT OPTION out.',
  sources: ['PostgreSQL manual, GRANT', 'MySQL 8.4 manual, GRANT Statement, Global Privileges'],
  examples: {
    flagged: [
      {
        title: 'all tables',
        up: 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader',
        instead:
          'CREATE TABLE users (id bigint PRIMARY KEY); CREATE ROLE reader; GRANT SELECT ON users TO reader',
      },
      {
        title: 'every database',
        dialect: 'mysql',
        up: "GRANT SELECT ON *.* TO 'reader'@'%'",
        instead: "GRANT SELECT ON shop.* TO 'reader'@'%'",
      },
      {
        title: 'to be given on',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'GRANT SELECT ON users TO reader WITH GRANT OPTION',
        instead: 'CREATE ROLE reader; GRANT SELECT ON users TO reader',
      },
    ],
    allowed: [
      {
        title: 'one table',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'GRANT SELECT ON users TO reader',
      },
    ],
  },

  checkOperation: {
    'change-privileges'({ action, on, roles }, { statement }) {
      if (action !== 'grant') return undefined
      const words = namesIn(statement.text).map(word => word.toLowerCase())
      const to = listWords(roles)
      if (words.at(-3) === 'with' && words.at(-2) === 'grant')
        return { message: `${to} may give the privileges on ${on} to anybody.` }
      return on.startsWith('all ') || on === '*.*'
        ? { message: `Privileges on ${on === '*.*' ? 'every table of the server' : on} are given to ${to}.` }
        : undefined
    },
  },
}

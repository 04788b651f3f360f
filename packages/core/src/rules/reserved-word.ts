import { newNames } from './names/new-names.ts'
import type { Rule } from './rule.ts'

export const reservedWord: Rule = {
  id: 'reserved-word',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A name is a word of SQL.',
  why: `Every statement that forgets the quotes fails, or means something else: in PostgreSQL SELECT user is the name of
the session's role.`,
  instead: 'Choose a word that needs no quotes, such as orders for "order".',
  sources: [
    'PostgreSQL manual, Appendix C, SQL Key Words',
    'MySQL 8.4 manual, Keywords and Reserved Words',
    'SQLite, SQLite Keywords',
  ],
  examples: {
    flagged: [
      {
        title: 'a table',
        up: 'CREATE TABLE "order" (id bigint PRIMARY KEY)',
        instead: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
      },
      {
        title: 'a column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN `rank` int',
        instead: 'ALTER TABLE users ADD COLUMN place int',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        up: 'CREATE TABLE links (id INTEGER PRIMARY KEY, "from" TEXT)',
        instead: 'CREATE TABLE links (id INTEGER PRIMARY KEY, source TEXT)',
      },
    ],
    allowed: [
      { title: 'a word of its own', up: 'CREATE TABLE orders (id bigint PRIMARY KEY, name text)' },
      { title: 'capitals, another matter', up: 'CREATE TABLE "Orders" (id bigint PRIMARY KEY)' },
    ],
  },

  checkAnyOperation: (operation, { traits }) =>
    newNames(operation)
      .filter(
        ({ name }) => /^[a-z_]\w*$/i.test(name) && traits.quote(name.toLowerCase()) !== name.toLowerCase(),
      )
      .map(({ kind, name, object }) => ({
        message: `The ${kind} ${object} is called ${name}, which is a word of SQL.`,
        objects: [object],
      })),
}

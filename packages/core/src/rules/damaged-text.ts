import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const damagedText: Rule = {
  id: 'damaged-text',
  category: 'readability',
  severity: 'error',
  title: 'The text of the script is broken: a quote, comment or block is never closed.',
  why: `The database sees one statement where the author meant several, or refuses the rest of the file. Nothing after the damage has been checked.`,
  instead: `Close the quote, comment or dollar quote.`,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a quote that is never closed',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (name varchar(20))',
        up: "INSERT INTO users VALUES ('oops)",
        instead: "INSERT INTO users VALUES ('oops')",
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(20))',
        up: "INSERT INTO users VALUES ('oops)",
        instead: "INSERT INTO users VALUES ('oops')",
      },
      {
        title: 'a line that is a comment for the mysql client alone',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(20))',
        up: '--DROP TABLE users\nCREATE TABLE teams (id int PRIMARY KEY)',
        instead: '-- DROP TABLE users\nCREATE TABLE teams (id int PRIMARY KEY)',
      },
      {
        title: 'the same in a script of comments alone, of which a tool may send nothing: a note',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(20))',
        up: '-- later:\n--DROP TABLE users',
        instead: '-- later:\n-- DROP TABLE users',
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'damaged-text'),
}

import { newNames } from './names/new-names.ts'
import type { Rule } from './rule.ts'

export const mixedCaseName: Rule = {
  id: 'mixed-case-name',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A name has capital letters.',
  why: `PostgreSQL folds names without quotes to lower case, so that every statement must quote this one. MySQL and MariaDB
compare the names of tables letter by letter on Linux and not on Windows and macOS: what runs on a laptop fails on the
server.`,
  instead: 'Write names in lower case with underscores: user_roles for "userRoles".',
  sources: [
    'PostgreSQL manual, 4.1.1 Identifiers and Key Words',
    'MySQL 8.4 manual, Identifier Case Sensitivity',
  ],
  examples: {
    flagged: [
      {
        title: 'a table',
        up: 'CREATE TABLE "userRoles" (id bigint PRIMARY KEY)',
        instead: 'CREATE TABLE user_roles (id bigint PRIMARY KEY)',
      },
      {
        title: 'a column of PostgreSQL',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN "lastSeen" timestamptz',
        instead: 'ALTER TABLE users ADD COLUMN last_seen timestamptz',
      },
      {
        title: 'a table of MySQL',
        dialect: 'mysql',
        up: 'CREATE TABLE userRoles (id bigint PRIMARY KEY)',
        instead: 'CREATE TABLE user_roles (id bigint PRIMARY KEY)',
      },
    ],
    allowed: [
      { title: 'folded to lower case', up: 'CREATE TABLE UserRoles (ID bigint PRIMARY KEY)' },
      {
        title: 'a column of MySQL, where case does not count',
        dialect: 'mysql',
        up: 'CREATE TABLE user_roles (id bigint PRIMARY KEY, lastSeen datetime)',
      },
      {
        title: 'SQLite, where case does not count',
        dialect: 'sqlite',
        up: 'CREATE TABLE userRoles (id INTEGER PRIMARY KEY)',
      },
    ],
  },

  checkAnyOperation: (operation, { traits: { caseCounts = [] } }) =>
    newNames(operation)
      .filter(({ kind, name }) => /\p{Lu}/u.test(name) && (caseCounts === 'all' || caseCounts.includes(kind)))
      .map(({ kind, name, object }) => ({
        message: `The ${kind} ${object} has capital letters in its name.`,
        objects: [object],
        instead: `Call it ${name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '_').toLowerCase()}.`,
      })),
}

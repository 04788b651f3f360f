import type { Rule } from './rule.ts'

export const duplicateVersion: Rule = {
  id: 'duplicate-version',
  category: 'order',
  severity: 'error',
  foundBy: 'layout',
  title: 'Two migrations have the same version.',
  why: `The migration tool runs one of them and takes the other for done, or refuses both, depending on the tool.`,
  instead: `Give one of them a new, later version.`,
  noSql: 'one of the two files gets a new name',
  examples: {
    flagged: [{ title: 'two files that start with 0007_', up: 'CREATE TABLE users (id int)' }],
    allowed: [{ title: 'one file for each version', up: 'CREATE TABLE users (id int)' }],
  },
}

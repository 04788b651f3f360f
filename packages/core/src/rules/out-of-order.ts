import type { Rule } from './rule.ts'

export const outOfOrder: Rule = {
  id: 'out-of-order',
  category: 'order',
  severity: 'warning',
  foundBy: 'layout',
  title: 'A pending migration sorts before one that has been applied.',
  why: `It was merged late. Depending on the tool it runs after the others, is refused, or never runs at all, so that databases end up different.`,
  instead: `Give it a new version, later than all applied ones.`,
  noSql: 'the file gets a later version',
  examples: {
    flagged: [{ title: '0005_carts.up.sql while 0006 has been applied', up: 'CREATE TABLE users (id int)' }],
    allowed: [{ title: 'a version later than all applied ones', up: 'CREATE TABLE users (id int)' }],
  },
}

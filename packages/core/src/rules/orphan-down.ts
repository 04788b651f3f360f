import type { Rule } from './rule.ts'

export const orphanDown: Rule = {
  id: 'orphan-down',
  category: 'order',
  severity: 'warning',
  foundBy: 'layout',
  title: 'A down script has no up script beside it.',
  why: `It is never run: its name is misspelt, or the up script was renamed. The migration that it was meant for has no way back.`,
  instead: `Give both the same name.`,
  noSql: 'one of the two files gets the name of the other',
  examples: {
    flagged: [{ title: '0007_carts.down.sql beside 0007_cart.up.sql', up: 'CREATE TABLE users (id int)' }],
    allowed: [{ title: 'a pair with one name', up: 'CREATE TABLE users (id int)' }],
  },
}

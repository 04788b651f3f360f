import { namesIn } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

export const domainWithCheck: Rule = {
  id: 'domain-with-check',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A domain carries a constraint into every table that uses it.',
  why: `To change it later, PostgreSQL looks at every row of every such table, and ADD COLUMN with it writes the table again.`,
  instead:
    'Write the base type, and the CHECK on the column: it can be added NOT VALID and be validated later.',
  sources: ['PostgreSQL manual, CREATE DOMAIN; ALTER DOMAIN', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'a CHECK',
        up: "CREATE DOMAIN email AS text CHECK (value LIKE '%@%')",
        instead: "CREATE TABLE users (email text CHECK (email LIKE '%@%'))",
      },
    ],
    allowed: [{ title: 'no constraint', up: 'CREATE DOMAIN email AS text' }],
  },

  checkOperation: {
    'create-object'({ objectType, name, definition }) {
      const words = namesIn(definition).map(word => word.toLowerCase())
      const constraint = words.includes('check') ? 'CHECK' : words.includes('not') ? 'NOT NULL' : undefined
      return objectType === 'domain' && constraint !== undefined
        ? {
            message: `The domain ${name} carries a ${constraint} into every table that uses it.`,
            objects: [name],
          }
        : undefined
    },
  },
}

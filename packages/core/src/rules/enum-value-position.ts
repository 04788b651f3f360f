import type { Rule } from './rule.ts'

export const enumValuePosition: Rule = {
  id: 'enum-value-position',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A new enum value does not say its place.',
  why: `The order of the values is the order of ORDER BY and of < and >. Without BEFORE or AFTER it comes last, also where
that was not meant, and the order cannot be changed afterwards.`,
  instead: 'Write BEFORE or AFTER, also for the last place.',
  sources: ['PostgreSQL manual, ALTER TYPE, ADD VALUE'],
  examples: {
    flagged: [
      {
        title: 'at the end without a word',
        given: "CREATE TYPE size AS ENUM ('small', 'large')",
        up: "ALTER TYPE size ADD VALUE 'medium'",
        instead: "ALTER TYPE size ADD VALUE 'medium' BEFORE 'large'",
      },
    ],
    allowed: [
      {
        title: 'with its place',
        given: "CREATE TYPE size AS ENUM ('small', 'large')",
        up: "ALTER TYPE size ADD VALUE 'medium' BEFORE 'large'",
      },
    ],
  },

  checkOperation: {
    'add-enum-value': ({ type, value, neighbour }) =>
      neighbour === undefined
        ? { message: `'${value}' comes last in ${type}: the statement does not say where.`, objects: [type] }
        : undefined,
  },
}

import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const renameEnumValue: Rule = {
  id: 'rename-enum-value',
  category: 'compatibility',
  severity: 'warning',
  title: 'Renaming an enum value breaks the code that writes the old one.',
  why: `Until every server runs the new release, the old one still writes and looks for the old label, and fails.`,
  instead:
    'Add a value, let the code write the new one and read both, move the rows, and leave the old one unused.',
  sources: ['PostgreSQL manual, ALTER TYPE'],
  examples: {
    flagged: [
      {
        title: 'RENAME VALUE',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        up: "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
      },
    ],
    allowed: [
      {
        title: 'ADD VALUE',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        up: "ALTER TYPE mood ADD VALUE 'fine'",
      },
    ],
  },

  checkOperation: {
    'rename-enum-value': ({ type, value, to }, { traits }) => ({
      message: `'${value}' of ${type} is called '${to}' from now on: running code that writes '${value}' fails.`,
      objects: [type],
      suggestion: {
        title: 'Add the new value; move the rows when no release writes the old one, and leave that unused',
        sql: `ALTER TYPE ${sqlName(type, traits)} ADD VALUE '${to.replaceAll("'", "''")}' AFTER '${value.replaceAll("'", "''")}';`,
      },
    }),
  },
}

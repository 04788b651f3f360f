import { findEnum } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

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
      {
        title: 'a type that an earlier migration of this deploy has made',
        after: { up: "CREATE TYPE mood AS ENUM ('sad', 'ok')" },
        up: "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
      },
    ],
  },

  checkOperation: {
    'rename-enum-value'({ type, value, to }, { traits, before, deployed }) {
      if (isMadeType(type, before, deployed)) return undefined
      return {
        message: `'${value}' of ${type} is called '${to}' from now on, in the rows that hold it too: running code that writes '${value}' fails, and code that reads '${to}' and does not know it may fail.`,
        objects: [type],
        suggestion: {
          title: 'Add the new value; move the rows when no release writes the old one, and leave that unused',
          sql: `ALTER TYPE ${sqlName(type, traits)} ADD VALUE '${to.replaceAll("'", "''")}' AFTER '${value.replaceAll("'", "''")}';`,
        },
      }
    },
  },
}

/** By the pending batch itself, which has not given one that was there another name. */
function isMadeType(type: string, before: SchemaState, deployed: SchemaState): boolean {
  if (findEnum(before, type) === undefined || findEnum(deployed, type) !== undefined) return false
  return [...deployed.enums.keys()].every(key => before.enums.has(key))
}

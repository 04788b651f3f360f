import type { Rule } from './rule.ts'
import { appendedMembers } from './types/appended-members.ts'
import { inlineValuesChange, relabelled, removedValues } from './types/enum-change.ts'
import { listWords } from './wording/list-words.ts'

export const enumCaseOrTextChanged: Rule = {
  id: 'enum-case-or-text-changed',
  category: 'compatibility',
  severity: 'warning',
  title: 'A member of an ENUM or SET changes its case: existing rows change with it.',
  why: `The server takes both spellings for the same member and relabels the rows without a word. Code that compares
the exact text no longer finds them.`,
  instead: `Leave the spelling alone, or let the code accept both before the list changes.`,
  sources: ['measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'another case',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid'))",
        up: "ALTER TABLE orders MODIFY status ENUM('New', 'paid')",
      },
      {
        title: 'a member of a SET',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('new', 'paid'))",
        up: "ALTER TABLE users MODIFY flags SET('New', 'paid')",
      },
    ],
    allowed: [
      {
        title: 'under a collation to which case counts the member goes: told as enum-values-removed',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid')) CHARSET utf8mb4 COLLATE utf8mb4_bin",
        up: "ALTER TABLE orders MODIFY status ENUM('New', 'paid')",
      },
      {
        title: 'the same spelling',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'sent')",
      },
      {
        title: 'a space at the end, which the server cuts off',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new ', 'paid')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change =
        inlineValuesChange('enum', operation, context) ?? inlineValuesChange('set', operation, context)
      if (change === undefined) return undefined
      const pairs = relabelled(change)
      if (pairs.length === 0 || pairs.length < removedValues(change).length) return undefined
      return {
        message: `Rows of ${change.table}.${change.column} change from ${listWords(
          pairs.map(([from, to]) => `'${from}' to '${to}'`),
        )}.`,
        objects: [`${change.table}.${change.column}`],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

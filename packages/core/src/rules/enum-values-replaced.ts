import { newColumnInstead } from './advice/new-column-instead.ts'
import type { Problem } from './finding.ts'
import { movedAway } from './rows/moved-away.ts'
import type { Rule } from './rule.ts'
import {
  enumTypeChange,
  inlineValuesChange,
  isReplacement,
  quotedValues,
  type ValuesChange,
} from './types/enum-change.ts'
import { listWords } from './wording/list-words.ts'

export const enumValuesReplaced: Rule = {
  id: 'enum-values-replaced',
  category: 'data-loss',
  severity: 'error',
  title: 'An ENUM gets a list that shares no member with the old one: no row fits any more.',
  why: `Every row holds a member of the old list. In MySQL and MariaDB the statement stops with error 1265 in strict
mode; without it every row becomes the empty string, and the old list does not bring the values back. In PostgreSQL
the conversion fails at the first row.`,
  instead: `Add a new column with the new list and fill it from the old one with UPDATE … SET new = CASE old WHEN …
END. Let the code write both, then read the new one, and drop the old column in a later release.`,
  sources: ['measured: MariaDB 10.11, strict and non-strict'],
  examples: {
    flagged: [
      {
        title: 'a list with nothing of the old one',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid') NOT NULL DEFAULT 'pending')",
        up: "ALTER TABLE orders MODIFY COLUMN status ENUM('new_status_1', 'new_status_2')",
        instead: [
          "ALTER TABLE orders ADD COLUMN status_new ENUM('new_status_1', 'new_status_2')",
          "UPDATE orders SET status_new = CASE status WHEN 'pending' THEN 'new_status_1' ELSE 'new_status_2' END WHERE status_new IS NULL AND id BETWEEN 1 AND 5000",
        ],
      },
      {
        title: 'MariaDB, with the column renamed',
        dialect: 'mariadb',
        given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid'))",
        up: "ALTER TABLE orders CHANGE status state ENUM('open', 'closed')",
        instead: [
          "ALTER TABLE orders ADD COLUMN state ENUM('open', 'closed')",
          "UPDATE orders SET state = CASE status WHEN 'pending' THEN 'open' ELSE 'closed' END WHERE state IS NULL AND id BETWEEN 1 AND 5000",
        ],
      },
      {
        title: 'a PostgreSQL type built anew',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE people (id int, mood mood)",
        up: `CREATE TYPE feeling AS ENUM ('low', 'high');
ALTER TABLE people ALTER COLUMN mood TYPE feeling USING mood::text::feeling;`,
        instead: [
          `CREATE TYPE feeling AS ENUM ('low', 'high');
ALTER TABLE people ADD COLUMN feeling feeling;`,
          "UPDATE people SET feeling = CASE mood WHEN 'sad' THEN 'low'::feeling ELSE 'high' END WHERE feeling IS NULL AND id BETWEEN 1 AND 5000",
        ],
      },
    ],
    allowed: [
      {
        title: 'a list that keeps the old members',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid'))",
        up: "ALTER TABLE orders MODIFY COLUMN status ENUM('pending', 'paid', 'shipped')",
      },
      {
        title: 'a new column beside the old one',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('pending', 'paid'))",
        up: "ALTER TABLE orders ADD COLUMN state ENUM('open', 'closed')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('enum', operation, context)
      if (change === undefined || !isReplacement(change)) return undefined
      if (movedAway(operation.table, operation.column, change.from ?? [], context)) return undefined
      return {
        ...replaced(change),
        message: `${nameOf(change)} held ${listWords(quotedValues(change.from ?? []))} and now takes ${listWords(
          quotedValues(change.to),
        )} alone: strict mode stops at the first row, without it every row becomes ''.`,
        ...(operation.to.type &&
          newColumnInstead(change.table, change.column, operation.to.type, context, {
            name: operation.to.name,
          })),
      }
    },
    'change-column-type'(operation, context) {
      const change = enumTypeChange(operation, context)
      // A CASE in USING maps the old values to the new ones.
      if (change === undefined || !isReplacement(change) || /\bcase\b/i.test(operation.using ?? ''))
        return undefined
      return {
        ...replaced(change),
        ...newColumnInstead(change.table, change.column, operation.type, context),
      }
    },
  },
}

function replaced(change: ValuesChange): Problem {
  return {
    message: `${nameOf(change)} held ${listWords(quotedValues(change.from ?? []))} and now takes ${listWords(
      quotedValues(change.to),
    )} alone: the statement fails at the first row.`,
    objects: [nameOf(change)],
  }
}

function nameOf({ table, column }: ValuesChange): string {
  return `${table}.${column}`
}

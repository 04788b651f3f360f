import type { Rule } from './rule.ts'
import { appendedMembers } from './types/appended-members.ts'
import { addedValues, inlineValuesChange, quotedValues, removedValues } from './types/enum-change.ts'
import { listWords } from './wording/list-words.ts'

export const enumValueInsertedMid: Rule = {
  id: 'enum-value-inserted-mid',
  category: 'compatibility',
  severity: 'warning',
  title: 'A new member of an ENUM is not at the end of the list.',
  why: `The members behind it get other numbers: ORDER BY, comparisons with < and >, status+0 and partitions by number
give other results. The whole table is copied and cannot be written meanwhile; a member appended at the end takes no
time.`,
  instead:
    'Append new members at the end. Where the order matters, say it in the query with FIELD() or CASE.',
  sources: ['MySQL 8.0 manual, The ENUM Type; Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a new member in the middle',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'sent'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'sent')",
      },
      {
        title: 'a new member in front',
        dialect: 'mariadb',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'sent'))",
        up: "ALTER TABLE orders MODIFY status ENUM('draft', 'new', 'sent')",
      },
      {
        title: 'a column with a character set of its own, which the suggestion repeats',
        dialect: 'mysql',
        given:
          "CREATE TABLE orders (id int, status ENUM('new', 'sent') CHARACTER SET latin1 COLLATE latin1_bin) CHARSET utf8mb4",
        up: "ALTER TABLE orders MODIFY status ENUM('draft', 'new', 'sent')",
      },
    ],
    allowed: [
      {
        title: 'a new member at the end',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'sent'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'sent', 'paid')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('enum', operation, context)
      if (change?.from === undefined || removedValues(change).length > 0) return undefined
      const { from, to } = change
      const inserted = addedValues(change).filter(value => to.indexOf(value) < from.length)
      if (inserted.length === 0) return undefined
      return {
        message: `${listWords(quotedValues(inserted))} ${inserted.length === 1 ? 'is' : 'are'} not at the end of ${change.table}.${change.column}: the members behind get other numbers, and the table is copied.`,
        objects: [`${change.table}.${change.column}`],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

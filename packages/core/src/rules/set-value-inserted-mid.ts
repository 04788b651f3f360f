import type { Rule } from './rule.ts'
import { appendedMembers } from './types/appended-members.ts'
import { addedValues, inlineValuesChange, quotedValues, removedValues } from './types/enum-change.ts'
import { listWords } from './wording/list-words.ts'

export const setValueInsertedMid: Rule = {
  id: 'set-value-inserted-mid',
  category: 'compatibility',
  severity: 'warning',
  title: 'A new member of a SET is not at the end of the list.',
  why: `The members behind it get other bits: flags+0 and bit tests such as flags & 2 give other results. The whole table is
copied and cannot be written meanwhile; a member appended at the end takes no time, up to 8, 16, 24 or 32 of them.`,
  instead: 'Append new members at the end.',
  sources: ['MySQL 8.0 manual, The SET Type; Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a new member in the middle',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'c'))",
        up: "ALTER TABLE users MODIFY flags SET('a', 'b', 'c')",
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: "CREATE TABLE users (id int, flags SET('a', 'c'))",
        up: "ALTER TABLE users MODIFY flags SET('b', 'a', 'c')",
      },
    ],
    allowed: [
      {
        title: 'a new member at the end',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'c'))",
        up: "ALTER TABLE users MODIFY flags SET('a', 'c', 'b')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('set', operation, context)
      if (change?.from === undefined || removedValues(change).length > 0) return undefined
      const { from, to } = change
      const inserted = addedValues(change).filter(value => to.indexOf(value) < from.length)
      if (inserted.length === 0) return undefined
      return {
        message: `${listWords(quotedValues(inserted))} ${inserted.length === 1 ? 'is' : 'are'} not at the end of ${change.table}.${change.column}: the members behind get other bits, and the table is copied.`,
        objects: [`${change.table}.${change.column}`],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

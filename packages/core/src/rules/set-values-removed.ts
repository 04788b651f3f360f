import { movedAway } from './rows/moved-away.ts'
import type { Rule } from './rule.ts'
import { withoutStrictMode } from './scripts/without-strict-mode.ts'
import { appendedMembers } from './types/appended-members.ts'
import { inlineValuesChange, quotedValues, removedValues } from './types/enum-change.ts'
import { couldNotCompare } from './types/unknown-members.ts'
import { listWords } from './wording/list-words.ts'

export const setValuesRemoved: Rule = {
  id: 'set-values-removed',
  category: 'data-loss',
  severity: 'error',
  title: 'A SET loses members that rows may still hold.',
  why: `A row that holds a removed member stops the statement in strict mode and loses the member without it. The whole
table is copied and cannot be written meanwhile.`,
  instead: `Keep the old members and append the new ones. Take a member out in a later release, when no row has it.`,
  sources: ['MySQL 8.0 manual, The SET Type'],
  examples: {
    flagged: [
      {
        title: 'a member that is missing from the new list',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'b', 'c'))",
        up: "ALTER TABLE users MODIFY flags SET('a', 'c')",
      },
      {
        title: 'an UPDATE has taken it from the rows: running code may still write it',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int PRIMARY KEY, flags SET('a', 'b', 'c'))",
        up: `UPDATE users SET flags = REPLACE(flags, 'b', '') WHERE FIND_IN_SET('b', flags);
ALTER TABLE users MODIFY flags SET('a', 'c');`,
        instead: "UPDATE users SET flags = REPLACE(flags, 'b', '') WHERE FIND_IN_SET('b', flags)",
      },
      {
        title: 'the list that it has now is in no migration',
        dialect: 'mysql',
        up: "ALTER TABLE users MODIFY flags SET('a', 'c')",
        instead: { noSql: 'which members it has, the database has to tell' },
      },
    ],
    allowed: [
      {
        title: 'a member appended',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'b'))",
        up: "ALTER TABLE users MODIFY flags SET('a', 'b', 'c')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('set', operation, context)
      if (change === undefined) return undefined
      if (change.from === undefined) return couldNotCompare(change)
      const removed = removedValues(change)
      if (removed.length === 0) return undefined
      const name = `${change.table}.${change.column}`
      const isOne = removed.length === 1
      const loss = `${name} loses the member${isOne ? '' : 's'} ${listWords(quotedValues(removed))}`
      if (movedAway(operation.table, operation.column, removed, context)) {
        return {
          message: `${loss}. An earlier UPDATE takes ${isOne ? 'it' : 'them'} from the rows; code that still writes ${isOne ? 'it' : 'them'} fails.`,
          severity: 'warning',
          objects: [name],
          suggestion: appendedMembers(operation, change, context),
        }
      }
      return {
        message: `${loss}: rows that hold ${
          isOne ? 'it' : 'one of them'
        } ${withoutStrictMode(`lose ${isOne ? 'the member' : 'these members'}`, context, 'stop')}.`,
        objects: [name],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

import type { Rule } from './rule.ts'
import { appendedMembers } from './types/appended-members.ts'
import { inlineValuesChange, removedValues } from './types/enum-change.ts'

export const setValuesReordered: Rule = {
  id: 'set-values-reordered',
  category: 'compatibility',
  severity: 'warning',
  title: 'The members of a SET change places.',
  why: `Rows keep their members, but each member is a bit of a number, and its place in the list says which: flags+0, bit
tests such as flags & 2 and FIND_IN_SET in an index give other results, and the members come out in the new order. The
whole table is copied and cannot be written meanwhile.`,
  instead: 'Append new members at the end, and leave the others where they are.',
  sources: ['MySQL 8.0 manual, The SET Type; Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'the same members in another order',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'b', 'c'))",
        up: "ALTER TABLE users MODIFY flags SET('c', 'b', 'a')",
      },
    ],
    allowed: [
      {
        title: 'a new member at the end',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, flags SET('a', 'b'))",
        up: "ALTER TABLE users MODIFY flags SET('a', 'b', 'c')",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('set', operation, context)
      if (change?.from === undefined || removedValues(change).length > 0) return undefined
      const kept = change.to.filter(value => change.from?.includes(value))
      const moved = change.from.find((value, position) => kept[position] !== value)
      if (moved === undefined) return undefined
      return {
        message: `In ${change.table}.${change.column} the member '${moved}' gets another bit: what reads the number changes, and the table is copied.`,
        objects: [`${change.table}.${change.column}`],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

import type { Rule } from './rule.ts'
import { appendedMembers } from './types/appended-members.ts'
import { inlineValuesChange, removedValues } from './types/enum-change.ts'

export const enumValuesReordered: Rule = {
  id: 'enum-values-reordered',
  category: 'compatibility',
  severity: 'warning',
  title: 'The members of an ENUM change places.',
  why: `Rows keep their member, but its number changes: ORDER BY, comparisons with < and >, status+0 and partitions by
number give other results. The whole table is copied and cannot be written meanwhile.`,
  instead:
    'Append new members at the end. Where the order matters, say it in the query with FIELD() or CASE.',
  sources: ['MySQL 8.0 manual, The ENUM Type; Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'the same members in another order',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid', 'sent'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'sent', 'paid')",
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
      const kept = change.to.filter(value => change.from?.includes(value))
      const moved = change.from.find((value, position) => kept[position] !== value)
      if (moved === undefined) return undefined
      return {
        message: `In ${change.table}.${change.column} the member '${moved}' gets another number: what sorts or compares by it changes, and the table is copied.`,
        objects: [`${change.table}.${change.column}`],
        suggestion: appendedMembers(operation, change, context),
      }
    },
  },
}

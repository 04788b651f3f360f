import type { Constraint, ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const onDeleteCascadeAdded: Rule = {
  id: 'on-delete-cascade-added',
  category: 'data-loss',
  severity: 'warning',
  optIn: true,
  title: 'From now on a DELETE in one table deletes rows of another.',
  why: `A row that is deleted by mistake takes all rows with it that refer to it, and those that refer to them. No log of the
application says so, and a large parent makes one DELETE a long transaction.`,
  instead: 'Use ON DELETE RESTRICT, and let the code delete what must go, in batches.',
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a new foreign key',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int REFERENCES users (id) ON DELETE CASCADE)',
        instead: 'CREATE TABLE carts (user_id int REFERENCES users (id) ON DELETE RESTRICT)',
      },
    ],
    allowed: [
      {
        title: 'RESTRICT',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int REFERENCES users (id) ON DELETE RESTRICT)',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, constraints }) => cascading(table, constraints),
    'add-column': ({ table, constraints }) => cascading(table, constraints),
    'add-constraint': ({ table, constraint }) => cascading(table, [constraint]),
  },
}

function cascading(table: ObjectName, constraints: readonly Constraint[]): readonly Problem[] {
  return constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' && constraint.onDelete === 'cascade'
      ? [
          {
            message: `A DELETE in ${constraint.references.table} deletes the rows of ${table} that refer to it.`,
            objects: constraint.columns.map(column => `${table}.${column}`),
          },
        ]
      : [],
  )
}

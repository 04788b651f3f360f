import type { Rule } from './rule.ts'

export const tableWithoutPrimaryKey: Rule = {
  id: 'table-without-primary-key',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A new table has no primary key.',
  why: `Rows cannot be told apart, replication and online schema change tools are slow or refuse the table, and batches
have nothing to go by.`,
  instead: 'Give it a primary key.',
  examples: {
    flagged: [
      {
        title: 'no key',
        up: 'CREATE TABLE carts (user_id int)',
        instead: 'CREATE TABLE carts (user_id int PRIMARY KEY)',
      },
    ],
    allowed: [{ title: 'a key', up: 'CREATE TABLE carts (id int PRIMARY KEY)' }],
  },

  checkOperation: {
    'create-table'(
      { table, temporary, likes, asSelect, partitionOf, inherits },
      { tableAfter, replayedScript: { after } },
    ) {
      if (
        temporary ||
        likes !== undefined ||
        asSelect === true ||
        partitionOf !== undefined ||
        inherits !== undefined
      )
        return undefined
      const result = after.tables.get(after.semantics.objectKey(table)) ?? tableAfter(table)
      if (result?.constraints.some(constraint => constraint.type === 'primary-key') === true) return undefined
      return { message: `${table} has no primary key.`, objects: [table] }
    },
  },
}

import { type Reference, referencesTo, viewsOf } from './keys/dependents.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const dropTableCascade: Rule = {
  id: 'drop-table-cascade',
  category: 'data-loss',
  severity: 'error',
  title: 'DROP TABLE … CASCADE takes other objects with it.',
  why: `Foreign keys of other tables and views over the table go without a word. The tables that lost their foreign
key take rows without a parent from then on.`,
  instead: `Drop the dependent objects by name first, so that the review sees them, and leave CASCADE out.`,
  examples: {
    flagged: [
      {
        title: 'the foreign key of another table',
        given:
          'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int REFERENCES users (id))',
        up: 'DROP TABLE users CASCADE',
        instead: ['CREATE TABLE users_archive AS SELECT * FROM users'],
      },
      {
        title: 'a view',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP TABLE users CASCADE',
        instead: ['CREATE TABLE users_archive AS SELECT * FROM users'],
      },
    ],
    allowed: [
      {
        title: 'nothing depends on it',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP TABLE users CASCADE',
      },
      {
        title: 'what depends on it goes in the same script, by name',
        given:
          'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int REFERENCES users (id))',
        up: 'DROP TABLE users CASCADE; DROP TABLE carts',
      },
      { title: 'no CASCADE', given: 'CREATE TABLE users (id int)', up: 'DROP TABLE users' },
    ],
  },

  checkOperation: {
    'drop-table'({ table, cascade }, context) {
      const { before, traits } = context
      // MySQL and MariaDB accept the word and ignore it.
      if (!cascade || !traits.transactionalDdl) return undefined
      const dependents = [
        ...referencesTo(table, before)
          .filter(reference => !isDroppedLater(reference, context))
          .map(reference => `the foreign key of ${reference.table}`),
        ...viewsOf(table, before).map(view => `the view ${view}`),
      ]
      if (dependents.length === 0) return undefined
      return { message: `CASCADE also drops ${listWords(dependents)}.`, objects: [table] }
    },
  },
}

/** The script drops the table of the foreign key, or one of its columns, by name: nobody is left who relies on it. */
function isDroppedLater(
  { table, foreignKey }: Reference,
  { before, replayedScript: { steps }, step }: OperationContext,
): boolean {
  return steps
    .slice(steps.indexOf(step) + 1)
    .some(
      ({ operation }) =>
        (operation.kind === 'drop-table' || operation.kind === 'drop-column') &&
        sameObject(before, operation.table, table) &&
        (operation.kind === 'drop-table' ||
          foreignKey.columns.some(column => sameColumn(before, column, operation.column))),
    )
}

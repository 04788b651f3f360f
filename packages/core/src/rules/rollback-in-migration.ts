import { hasEffect } from '../operations/classes.ts'
import type { Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const rollbackInMigration: Rule = {
  id: 'rollback-in-migration',
  category: 'transaction',
  severity: 'error',
  title: 'The script rolls back what it has done, and is recorded as applied.',
  why: `ROLLBACK undoes everything since BEGIN. The migration tool sees no error and records the migration, so that it never
runs again. Often it is left over from trying the script out.`,
  instead: 'End the transaction with COMMIT, or leave BEGIN and its end out.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'left over from a dry run',
        given: 'CREATE TABLE users (id int)',
        up: 'BEGIN; ALTER TABLE users ADD COLUMN plan text; ROLLBACK',
        transaction: 'none',
        instead: ['ALTER TABLE users ADD COLUMN plan text'],
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'BEGIN; ALTER TABLE users ADD COLUMN plan TEXT; ROLLBACK',
        transaction: 'none',
        instead: ['ALTER TABLE users ADD COLUMN plan TEXT'],
      },
    ],
    allowed: [
      {
        title: 'COMMIT',
        given: 'CREATE TABLE users (id int)',
        up: 'BEGIN; ALTER TABLE users ADD COLUMN plan text; COMMIT',
        transaction: 'none',
      },
      {
        title: 'nothing has been done',
        up: 'BEGIN; SELECT 1; ROLLBACK',
        transaction: 'none',
      },
      {
        title: 'in MySQL, DDL has committed before',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'BEGIN; ALTER TABLE users ADD COLUMN plan int; ROLLBACK',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'control-transaction'({ action }, { script, replayedScript, step, traits }) {
      const { steps } = replayedScript
      const position = steps.indexOf(step)
      // The migration tool's own transaction is transaction-nesting's to tell.
      if (action !== 'rollback' || transactionAt(script, steps, position) !== 'script') return undefined
      const begin = steps
        .slice(0, position)
        .findLastIndex(
          ({ operation }) =>
            (operation.kind === 'control-transaction' && operation.action === 'begin') ||
            traits.commitsImplicitly(operation),
        )
      const undone = steps.slice(begin + 1, position).filter(({ operation }) => hasEffect(operation))
      const first = undone[0]?.statement.location.line
      if (first === undefined) return undefined
      return { message: `ROLLBACK undoes what this script has done since line ${first}.` }
    },
  },
}

import type { Rule } from './rule.ts'
import { endsTransaction } from './scripts/transaction-state.ts'

export const uncommittedTransaction: Rule = {
  id: 'uncommitted-transaction',
  category: 'transaction',
  severity: 'error',
  title: 'A transaction is opened and never committed.',
  why: `At the end of the connection everything is rolled back, while the migration tool has recorded the migration as
done. Until then its locks are held.`,
  instead: 'End it with COMMIT, or leave transactions to the migration tool.',
  examples: {
    flagged: [
      {
        title: 'BEGIN without COMMIT',
        up: 'BEGIN; CREATE TABLE users (id int)',
        transaction: 'none',
        instead: 'BEGIN; CREATE TABLE users (id int); COMMIT',
      },
    ],
    allowed: [
      { title: 'with COMMIT', up: 'BEGIN; CREATE TABLE users (id int); COMMIT', transaction: 'none' },
      {
        title: 'the transaction of the tool, ended for a PRAGMA and given back for the COMMIT that follows',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `COMMIT;
PRAGMA foreign_keys = OFF;
BEGIN;
ALTER TABLE users RENAME TO people;
COMMIT;
PRAGMA foreign_keys = ON;
BEGIN;`,
        transaction: 'none',
      },
      { title: 'no transaction of its own', dialect: 'mysql', up: 'CREATE TABLE users (id int)' },
    ],
  },
  directions: ['up', 'down'],

  checkOperation: {
    'control-transaction'({ action }, { replayedScript, step, script }) {
      if (action !== 'begin' || script.transaction !== 'none') return undefined
      const { steps } = replayedScript
      const position = steps.indexOf(step)
      // Who ends a transaction that the script has not opened knows that the tool has one, and commits at the end.
      const [first] = steps.flatMap(({ operation }) =>
        operation.kind === 'control-transaction' ? [operation.action] : [],
      )
      if (steps.slice(position + 1).some(endsTransaction) || first === 'commit') return undefined
      return { message: 'This transaction is never committed.' }
    },
  },
}

import type { Rule } from './rule.ts'

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
      { title: 'no transaction of its own', dialect: 'mysql', up: 'CREATE TABLE users (id int)' },
    ],
  },
  directions: ['up', 'down'],

  checkOperation: {
    'control-transaction'({ action }, { replayedScript, step, script }) {
      if (action !== 'begin' || script.transaction !== 'none') return undefined
      const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
      const ends = later.some(
        ({ operation }) =>
          operation.kind === 'control-transaction' &&
          (operation.action === 'commit' || operation.action === 'rollback'),
      )
      return ends ? undefined : { message: 'This transaction is never committed.' }
    },
  },
}

import type { Rule } from './rule.ts'
import { transactionAt } from './transaction-state.ts'

export const transactionNesting: Rule = {
  id: 'transaction-nesting',
  category: 'transaction',
  severity: 'warning',
  title: "The script begins or ends a transaction inside the migration tool's own.",
  why: `BEGIN inside a transaction does nothing in PostgreSQL, commits the open one in MySQL, and is an error in SQLite.
COMMIT ends the tool's transaction: what follows, and the record of the migration, is no longer protected by it.`,
  instead: 'Leave BEGIN and COMMIT out, or tell the tool not to open a transaction for this migration.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'BEGIN and COMMIT',
        up: 'BEGIN; CREATE TABLE users (id int); COMMIT',
        instead: 'CREATE TABLE users (id int)',
      },
      {
        title: 'SQLite refuses it',
        dialect: 'sqlite',
        up: 'BEGIN; CREATE TABLE users (id INTEGER PRIMARY KEY); COMMIT',
        instead: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
      },
    ],
    allowed: [
      { title: 'the tool opens none', up: 'BEGIN; CREATE TABLE users (id int); COMMIT', transaction: 'none' },
      { title: 'a savepoint', up: 'SAVEPOINT a; CREATE TABLE users (id int); RELEASE a' },
    ],
  },

  checkOperation: {
    'control-transaction'({ action }, { script, replayedScript, step }) {
      // The tool has none of its own.
      if (script.oneQuery === true) return undefined
      const { steps } = replayedScript
      const position = steps.indexOf(step)
      if (transactionAt(script, steps, position) !== 'runner') return undefined
      const earlier = steps.slice(0, position)
      if (action === 'begin') return { message: "BEGIN inside the migration tool's transaction." }
      // A BEGIN before it has said so already.
      const saidSo = earlier.some(
        ({ operation }) => operation.kind === 'control-transaction' && operation.action === 'begin',
      )
      if (saidSo || (action !== 'commit' && action !== 'rollback')) return undefined
      return { message: `${action.toUpperCase()} ends the migration tool's transaction.` }
    },
  },
}

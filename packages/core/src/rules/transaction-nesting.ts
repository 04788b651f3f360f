import type { Rule } from './rule.ts'
import { transactionAt } from './transaction-state.ts'

export const transactionNesting: Rule = {
  id: 'transaction-nesting',
  category: 'transaction',
  severity: 'warning',
  title: "The script begins or ends a transaction inside another one, such as the migration tool's own.",
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
      {
        title: 'BEGIN twice',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'BEGIN; INSERT INTO users VALUES (1); BEGIN; INSERT INTO users VALUES (2); COMMIT',
        transaction: 'none',
        instead: {
          up: 'BEGIN; INSERT INTO users VALUES (1); INSERT INTO users VALUES (2); COMMIT',
          transaction: 'none',
        },
      },
    ],
    allowed: [
      {
        title: 'DDL has committed the one before',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `BEGIN; CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY);
BEGIN; INSERT INTO users VALUES (2); COMMIT;`,
        transaction: 'none',
      },
      { title: 'the tool opens none', up: 'BEGIN; CREATE TABLE users (id int); COMMIT', transaction: 'none' },
      { title: 'a savepoint', up: 'SAVEPOINT a; CREATE TABLE users (id int); RELEASE a' },
    ],
  },

  checkOperation: {
    'control-transaction'({ action }, { script, replayedScript, step, traits }) {
      // The tool has none of its own.
      if (script.oneQuery === true) return undefined
      const { steps } = replayedScript
      const position = steps.indexOf(step)
      const open = transactionAt(script, steps, position)
      const earlier = steps.slice(0, position)
      if (open === 'script' && action === 'begin') {
        const begun = earlier.findLastIndex(
          ({ operation }) => operation.kind === 'control-transaction' && operation.action === 'begin',
        )
        const isOver = earlier.slice(begun + 1).some(({ operation }) => traits.commitsImplicitly(operation))
        return isOver ? undefined : { message: 'BEGIN inside the transaction that the script has begun.' }
      }
      if (open !== 'runner') return undefined
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

import type { Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const unknownSavepoint: Rule = {
  id: 'unknown-savepoint',
  category: 'transaction',
  severity: 'error',
  title: 'ROLLBACK TO or RELEASE names a savepoint that is not there.',
  why: `The statement fails. A savepoint ends with its transaction, and in MySQL and MariaDB every DDL statement ends the
transaction without being asked: what was to be rolled back has been committed.`,
  instead: 'Set the savepoint in the same transaction, with no DDL statement between in MySQL and MariaDB.',
  sources: [
    'MySQL 8.0 manual, SAVEPOINT, ROLLBACK TO SAVEPOINT, and RELEASE SAVEPOINT Statements',
    'MySQL 8.0 manual, Statements That Cause an Implicit Commit',
    'measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50.4',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'another name',
        given: 'CREATE TABLE users (id int)',
        up: 'SAVEPOINT before_rows; INSERT INTO users VALUES (1); ROLLBACK TO SAVEPOINT before_row',
        instead: 'SAVEPOINT before_rows; INSERT INTO users VALUES (1); ROLLBACK TO SAVEPOINT before_rows',
      },
      {
        title: 'a DDL statement has committed in between',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'SAVEPOINT a; ALTER TABLE users ADD COLUMN plan int; ROLLBACK TO SAVEPOINT a',
        instead: 'ALTER TABLE users ADD COLUMN plan int',
      },
      {
        title: 'released before',
        dialect: 'sqlite',
        up: 'SAVEPOINT a; RELEASE a; ROLLBACK TO a',
        instead: 'SAVEPOINT a; ROLLBACK TO a; RELEASE a',
      },
    ],
    allowed: [
      {
        title: 'the same transaction',
        given: 'CREATE TABLE users (id int)',
        up: 'SAVEPOINT a; ALTER TABLE users ADD COLUMN plan int; ROLLBACK TO SAVEPOINT a',
      },
      {
        title: 'rolled back to twice',
        dialect: 'sqlite',
        up: 'SAVEPOINT a; ROLLBACK TO a; ROLLBACK TO a; RELEASE a',
      },
    ],
  },

  checkOperation: {
    'control-transaction'({ action, name }, { script, replayedScript, step, traits, before }) {
      if (name === undefined || (action !== 'release' && action !== 'rollback-to')) return undefined
      const { steps } = replayedScript
      const position = steps.indexOf(step)
      const key = before.semantics.columnKey(name)
      let open = false
      let endedBy: string | undefined
      for (const { operation, statement } of steps.slice(0, position)) {
        if (operation.kind === 'control-transaction') {
          const isIt = operation.name !== undefined && before.semantics.columnKey(operation.name) === key
          if (isIt && operation.action === 'savepoint') open = true
          if (isIt && operation.action === 'release') open = false
          if (['begin', 'commit', 'rollback'].includes(operation.action)) open = false
        } else if (open && traits.commitsImplicitly(operation)) {
          open = false
          endedBy = `the statement in line ${statement.location.line} has committed the transaction`
        }
      }
      if (open) return undefined
      const outside =
        transactionAt(script, steps, position) === 'none' ? 'there is no transaction' : undefined
      return {
        message: `There is no savepoint ${name} at this point: ${endedBy ?? outside ?? 'nothing has set it, or it was released'}.`,
      }
    },
  },
}

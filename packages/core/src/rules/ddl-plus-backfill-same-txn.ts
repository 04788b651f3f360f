import { earlierSteps } from '../schema/find-steps.ts'
import { sameObject } from './known-columns.ts'
import type { Rule } from './rule.ts'
import { inSameTransaction, inTransactionOf } from './transaction-state.ts'

export const ddlPlusBackfillSameTxn: Rule = {
  id: 'ddl-plus-backfill-same-txn',
  category: 'locking',
  severity: 'warning',
  title: 'Rows are changed while the lock of an ALTER TABLE is still held.',
  why: `The strong lock of ALTER TABLE lasts until the transaction ends. An UPDATE behind it in the same transaction keeps
everybody from the table for as long as it runs, although the ALTER alone takes no time.`,
  instead: `Fill the rows in a migration of its own, or outside the migrations in batches.`,
  sources: ['PostgreSQL manual, Explicit Locking: normally held until the end of the transaction'],
  examples: {
    flagged: [
      {
        title: 'a new column, filled at once',
        given: 'CREATE TABLE users (id int, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first || ' ' || last",
        instead: [
          'ALTER TABLE users ADD COLUMN name text',
          {
            up: "UPDATE users SET name = first || ' ' || last WHERE name IS NULL AND id BETWEEN 1 AND 5000",
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'each in a transaction of its own',
        given: 'CREATE TABLE users (id int, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first || ' ' || last",
        transaction: 'none',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE plans (id int); INSERT INTO plans VALUES (1); ALTER TABLE plans ADD COLUMN name text',
      },
    ],
  },

  checkOperation: {
    'update-rows'({ table }, { script, replayedScript, step, traits, before }) {
      const { steps } = replayedScript
      if (!traits.concurrentIndexes) return undefined
      const updates = earlierSteps(steps, step, table, 'update-rows')
      if (inTransactionOf(script, steps, step, updates.slice(-1)).earlier.length > 0) return undefined
      const { earlier } = inSameTransaction(script, steps, step)
      const locking = earlier.find(
        ({ operation, before: schema }) =>
          'table' in operation &&
          operation.table !== undefined &&
          sameObject(before, operation.table, table) &&
          traits.effectsOf(operation, schema).some(effect => effect.blocksReads === true),
      )
      if (locking === undefined) return undefined
      return {
        message: `Nobody can read or write ${table} while this runs: the lock of the ALTER TABLE in line ${locking.statement.location.line} is still held.`,
        objects: [table],
      }
    },
  },
}

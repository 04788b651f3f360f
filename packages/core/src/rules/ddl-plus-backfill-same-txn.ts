import type { OperationOf } from '../operations/operation.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { heldLock, lockHeldByBatch, lockInWords } from './deploy/held-lock.ts'
import type { Problem } from './finding.ts'
import { computedAlready } from './rows/computed-already.ts'
import { namesListed } from './rows/listed-rows.ts'
import { namesByKey } from './rows/named-rows.ts'
import { defaultInstead } from './rows/one-value-for-all.ts'
import { waitingForBatches } from './rows/sources-dropped-later.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionOf } from './scripts/transaction-state.ts'

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
      {
        title: 'two migrations that the tool runs in one transaction, as Knex and Drizzle do',
        given: 'CREATE TABLE users (id int, first text, last text)',
        after: { up: 'ALTER TABLE users ADD COLUMN name text', transaction: 'batch' },
        up: "UPDATE users SET name = first || ' ' || last",
        transaction: 'batch',
        instead: { noSql: 'the same UPDATE in a deploy of its own, or in batches outside the migrations' },
      },
    ],
    allowed: [
      {
        title: 'a table of the deploy that the old one has filled, whose rows are referred to',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: `CREATE TABLE plans (user_id int PRIMARY KEY REFERENCES users, name text);
INSERT INTO plans SELECT id, plan FROM users;
ALTER TABLE plans ADD COLUMN owner_id int REFERENCES users;
UPDATE plans SET owner_id = user_id;`,
      },
      {
        title: 'one row, which the condition names by its key',
        given: 'CREATE TABLE tenants (id int PRIMARY KEY, name text)',
        up: "ALTER TABLE tenants ADD COLUMN secret text; UPDATE tenants SET secret = 'a' WHERE id = 1",
      },
      {
        title: 'two migrations, each with a transaction of its own',
        given: 'CREATE TABLE users (id int, first text, last text)',
        after: { up: 'ALTER TABLE users ADD COLUMN name text' },
        up: "UPDATE users SET name = first || ' ' || last",
      },
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
    'update-rows'(operation, context) {
      const { table, columns, filter } = operation
      const { script, replayedScript, step, traits, isMade } = context
      const { steps } = replayedScript
      // A table of the deploy's own is nobody's to wait for, with rows or without.
      if (!traits.concurrentIndexes || isMade(table)) return undefined
      const updates = earlierSteps(steps, step, table, 'update-rows')
      if (inTransactionOf(script, steps, step, updates.slice(-1)).earlier.length > 0) return undefined
      const own = heldLock(table, context)
      // In a migration of its own a few rows are soon changed.
      const fills = filter !== 'present' || columns.some(column => context.isNewColumn(table, column))
      // What an earlier migration holds keeps them away, whatever this one does.
      const other = own !== undefined || fills ? lockHeldByBatch(table, context) : undefined
      const locking = other?.step ?? own
      if (locking === undefined || namesByKey(operation.where ?? '', table, context)) return undefined
      const held = `the lock of ${lockInWords(locking, other?.migration.name)} is still held`
      const listed = namesListed(operation, context)
      return {
        message: `Nobody can read or write ${table} while this runs: ${held}.${listed === undefined ? '' : ` ${listed}`}`,
        ...(listed !== undefined && { severity: 'info' }),
        ...instead(operation, context),
        objects: [table],
      }
    },
  },
}

function instead(operation: OperationOf<'update-rows'>, context: OperationContext): Pick<Problem, 'instead'> {
  const text = computedAlready(operation, context) ?? defaultInstead(operation, context)
  const apart = context.script.transaction === 'batch' ? inOneTransaction : ddlPlusBackfillSameTxn.instead
  return { instead: text ?? `${apart}${waitingForBatches(operation, context)}` }
}

const inOneTransaction = `All pending migrations run in one transaction here, so that another migration of the same deploy is of no help: fill
the rows in a deploy of their own, or outside the migrations in batches.`

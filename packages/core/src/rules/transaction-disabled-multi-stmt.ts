import { hasEffect } from '../operations/classes.ts'
import type { Step } from '../schema/replay.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const transactionDisabledMultiStmt: Rule = {
  id: 'transaction-disabled-multi-stmt',
  category: 'transaction',
  severity: 'warning',
  optIn: true,
  title: 'Several statements run outside a transaction: a failure in the middle leaves half a migration.',
  why: `Each statement commits by itself. If a later one fails, the earlier ones stay, the migration is not recorded, and the
next run fails on what is already there.`,
  instead: `Put the statement that needs no transaction into a migration of its own, and leave the transaction on for the
rest. Or write each so that it can run again: IF NOT EXISTS, IF EXISTS.`,
  sources: ['Knex documentation, Migrations, config.transaction'],
  examples: {
    flagged: [
      {
        title: 'two statements',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN plan text; CREATE INDEX CONCURRENTLY users_plan ON users (plan)',
        transaction: 'none',
        instead: [
          'ALTER TABLE users ADD COLUMN plan text',
          { up: 'CREATE INDEX CONCURRENTLY users_plan ON users (plan)', transaction: 'none' },
        ],
      },
    ],
    allowed: [
      {
        title: 'one statement',
        given: 'CREATE TABLE users (id int, plan text)',
        up: 'CREATE INDEX CONCURRENTLY users_plan ON users (plan)',
        transaction: 'none',
      },
      {
        title: 'all but the last can run again',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN IF NOT EXISTS plan text;
CREATE INDEX CONCURRENTLY users_plan ON users (plan);`,
        transaction: 'none',
      },
      {
        title: "in the script's own transaction",
        given: 'CREATE TABLE users (id int)',
        up: 'BEGIN; ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int; COMMIT',
        transaction: 'none',
      },
    ],
  },

  checkMigration({ migration, replayed, traits }: MigrationContext) {
    const { steps } = replayed.up
    if (!traits.transactionalDdl || migration.up.transaction !== 'none') return undefined
    const alone = steps.filter(
      (step, position) =>
        hasEffect(step.operation) && transactionAt(migration.up, steps, position) === 'none',
    )
    const statements = [...new Set(alone.map(({ statement }) => statement))]
    const repeated = alone.find(step => step.statement !== statements.at(-1) && !canRunAgain(step))
    if (statements.length < 2 || repeated === undefined) return undefined
    return {
      message: `${statements.length} statements run outside a transaction: if one behind this fails, this one has been done and cannot run again.`,
      at: { location: repeated.statement.location, statement: repeated.statement.text },
    }
  },
}

function canRunAgain({ operation }: Step): boolean {
  if ('ifNotExists' in operation && operation.ifNotExists === true) return true
  if ('ifExists' in operation && operation.ifExists) return true
  if ('orReplace' in operation && operation.orReplace) return true
  return ['set-not-null', 'drop-not-null', 'set-default', 'drop-default', 'set-comment'].includes(
    operation.kind,
  )
}

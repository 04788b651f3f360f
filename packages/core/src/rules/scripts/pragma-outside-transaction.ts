import type { Migration } from '../../migration/migration.ts'
import { placeOf } from '../../schema/find-steps.ts'
import type { OperationContext } from '../rule.ts'
import { transactionAt } from './transaction-state.ts'

/** How a PRAGMA that SQLite ignores inside a transaction gets out of the one that is open. */
export function pragmaOutside(open: 'runner' | 'script', { layout }: Migration): string {
  return open === 'script' ? 'Write it before BEGIN.' : (byRunner.get(layout) ?? onConnection)
}

/** How the migration drops a table with foreign keys switched off. */
export function foreignKeysOffFirst({ migration, script, replayedScript, step }: OperationContext): string {
  const { steps } = replayedScript
  const open = transactionAt(script, steps, placeOf(steps, step))
  const order = 'Put PRAGMA foreign_keys = OFF before the rebuild, and PRAGMA foreign_key_check behind it.'
  if (open === 'none') return order
  return `${order} Inside a transaction the first does nothing. ${pragmaOutside(open, migration)}`
}

/** SQLite does not enforce them unless it is told to; better-sqlite3 is compiled with SQLITE_DEFAULT_FOREIGN_KEYS=1. */
export function whereEnforced(word: 'if' | 'where', { layout }: Migration): string {
  const driver = mayUseBetterSqlite.has(layout) ? ', as with better-sqlite3 from the start' : ''
  return `${word} foreign keys are enforced${driver}`
}

const mayUseBetterSqlite: ReadonlySet<string> = new Set(['drizzle', 'knex', 'kysely', 'mikro-orm', 'typeorm'])

const onConnection =
  'Run this migration outside a transaction, or set it on the connection before the migrations are run.'

const byRunner: ReadonlyMap<string, string> = new Map([
  ['knex', 'Run this migration outside a transaction: exports.config = { transaction: false }.'],
  [
    'golang-migrate',
    'Let golang-migrate open no transaction (x-no-tx-wrap=true), or set it on the connection before the migrations are run.',
  ],
  ['drizzle', 'Drizzle runs all migrations in one transaction: set it on the connection before migrate().'],
])

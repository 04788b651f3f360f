import { hasEffect } from '../operations/classes.ts'
import type { Operation } from '../operations/operation.ts'
import { withIfExists } from './advice/with-if-exists.ts'
import type { Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const idempotencyGuardMissing: Rule = {
  id: 'idempotency-guard-missing',
  category: 'transaction',
  severity: 'info',
  optIn: true,
  title: 'A statement that commits by itself cannot run again.',
  why: `When a later statement of the migration fails, this one stays done and the migration is not recorded: the next try
stops here.`,
  instead: 'Write IF NOT EXISTS or IF EXISTS, or put the statement into a migration of its own.',
  sources: [
    'PostgreSQL manual, CREATE TABLE; DROP TABLE',
    'MySQL 8.4 manual, Statements That Cause an Implicit Commit',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'the first of two tables',
        dialect: 'mysql',
        up: 'CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY)',
      },
      {
        title: 'no transaction',
        given: 'CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'DROP TABLE teams; CREATE INDEX CONCURRENTLY users_id ON users (id)',
        transaction: 'none',
      },
    ],
    allowed: [
      {
        title: 'the last statement',
        dialect: 'mysql',
        up: 'CREATE TABLE teams (id bigint PRIMARY KEY)',
      },
      {
        title: 'guarded',
        dialect: 'mysql',
        up: 'CREATE TABLE IF NOT EXISTS teams (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY)',
      },
      {
        title: 'in a transaction',
        up: 'CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY)',
      },
    ],
  },

  checkAnyOperation(operation, { script, step, statement, replayedScript: { steps }, traits }) {
    const guard = missingGuard(operation, statement.text)
    if (guard === undefined) return undefined
    const isAlone =
      traits.commitsImplicitly(operation) || transactionAt(script, steps, steps.indexOf(step)) === 'none'
    const last = steps.filter(each => hasEffect(each.operation)).at(-1)?.statement
    if (!isAlone || last === statement) return undefined
    return {
      message: `Without ${guard.words} this statement fails when the migration is run again.`,
      suggestion: { title: `Say ${guard.words}`, sql: guard.sql },
    }
  },
}

interface Guard {
  readonly words: 'IF NOT EXISTS' | 'IF EXISTS'
  readonly sql: string
}

function missingGuard(operation: Operation, statement: string): Guard | undefined {
  if (
    operation.kind === 'create-table' &&
    !operation.ifNotExists &&
    !operation.orReplace &&
    !operation.temporary
  ) {
    const sql = `${statement.replace(/create\s+(?:unlogged\s+)?table\b/i, '$& IF NOT EXISTS')};`
    return { words: 'IF NOT EXISTS', sql }
  }
  if (operation.kind !== 'drop-table' || operation.ifExists || operation.replacedBy !== undefined)
    return undefined
  const sql = withIfExists(operation, statement)
  return sql === undefined ? undefined : { words: 'IF EXISTS', sql }
}

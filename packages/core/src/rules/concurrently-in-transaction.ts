import type { Script, Statement } from '../migration/migration.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { saidOutside } from './scripts/outside-transaction.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  category: 'transaction',
  severity: 'error',
  title: 'CONCURRENTLY does not run inside a transaction.',
  why: `PostgreSQL refuses it there, and the migration fails. The transaction need not be in the script: most migration
tools open one around every file, or around all pending files.`,
  instead: `Put the statement into a migration of its own and tell the tool not to open a transaction for it: in Knex
exports.config = { transaction: false }, in goose NO TRANSACTION, in dbmate transaction:false.`,
  sources: [
    'PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently',
    'github.com/flyway/flyway/issues/3508, PostgreSQLParser.java',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "the migration tool's transaction",
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
      },
      {
        title: "the script's own transaction",
        given: 'CREATE TABLE users (id int, email text)',
        up: 'BEGIN; CREATE INDEX CONCURRENTLY users_email ON users (email); COMMIT',
        transaction: 'none',
        instead: [{ up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' }],
      },
      {
        title: 'inside code, also outside a transaction',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'DO $$ BEGIN CREATE INDEX CONCURRENTLY users_email ON users (email); END $$',
        transaction: 'none',
        instead: [{ up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' }],
      },
    ],
    allowed: [
      {
        title: "a word for the project's own runner above it",
        given: 'CREATE TABLE users (id int, email text)',
        up: `-- RUN_OUTSIDE_TRANSACTION
CREATE INDEX CONCURRENTLY users_email ON users (email)`,
      },
      {
        title: 'outside a transaction',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index': ({ concurrently }, context) =>
      concurrently
        ? (refused('CREATE INDEX CONCURRENTLY', context) ?? waiting('CREATE INDEX CONCURRENTLY', context))
        : undefined,
    'drop-index': ({ concurrently }, context) =>
      concurrently ? refused('DROP INDEX CONCURRENTLY', context) : undefined,
    reindex: ({ concurrently }, context) =>
      concurrently ? refused('REINDEX CONCURRENTLY', context) : undefined,
    'change-partitions': ({ action, concurrently }, context) =>
      action === 'detach' && concurrently === true
        ? refused('DETACH PARTITION CONCURRENTLY', context)
        : undefined,
  },
}

/** It waits for every transaction that is open; DROP INDEX for those alone that use the table. */
function waiting(what: string, { script }: OperationContext): Problem | undefined {
  if (script.isBesideLock === undefined) return undefined
  const endless = 'waits without end for the transaction in which Flyway holds its lock'
  const set =
    'Set flyway.postgresql.transactional.lock to false: Flyway then takes a session-level lock, which needs no open transaction.'
  const setting = 'unless flyway.postgresql.transactional.lock is false'
  return {
    severity: 'warning',
    ...(script.isBesideLock === 'certain'
      ? { message: `${what} ${endless}, ${setting}.`, instead: set }
      : {
          message: `With Flyway 9.1.2 or later, ${what} ${endless}, ${setting}; which version it is, no file of the project tells.`,
          instead: `Look up the version of Flyway. From 9.1.2 on: ${set.replace('Set', 'set')}`,
        }),
  }
}

function refused(
  what: string,
  { migration, script, direction, replayedScript, statement, step }: OperationContext,
): Problem | undefined {
  // Measured: PostgreSQL 15, error 25001, also outside a transaction.
  if (statement.operations.some(({ kind }) => kind === 'run-code'))
    return { message: `${what} fails inside code: PostgreSQL runs it from no function and no DO block.` }
  if (withoutMarker.has(migration.layout) && isMarkedOutside(script, statement)) return undefined
  const state = transactionAt(script, replayedScript.steps, replayedScript.steps.indexOf(step))
  if (state === 'none') {
    return script.oneQuery === true
      ? { message: `${what} fails in a query of several statements, also behind COMMIT.` }
      : undefined
  }
  const said = state === 'runner' ? saidOutside(migration.layout, direction) : undefined
  const whose =
    state === 'script'
      ? 'the transaction that this script opens'
      : script.oneQuery === true
        ? 'the transaction that the server makes of a query of several statements'
        : "the migration tool's transaction"
  return {
    message: `${what} fails inside ${whose}.`,
    ...(said !== undefined && {
      instead: `Put the statement into a migration of its own, for which the tool opens no transaction: ${said}.`,
    }),
    ...(state === 'runner' && {
      suggestion: {
        title: 'The same in a migration of its own that runs outside a transaction',
        sql: statement.text,
        outsideTransaction: true,
      },
    }),
  }
}

/** Layouts with no marker of their own, which a project may run with a tool of its own. */
const withoutMarker: ReadonlySet<string> = new Set(['prisma', 'plain', 'up-down-files', 'up-down-folders'])

/** `-- RUN_OUTSIDE_TRANSACTION` above the statement: a word for a runner of the project's own, and no sentence. */
function isMarkedOutside({ source }: Script, { location }: Statement): boolean {
  const above = source.split('\n').slice(0, location.line - 1)
  const code = above.findLastIndex(line => !/^\s*(?:--|$)/.test(line))
  return above.slice(code + 1).some(line => marker.test(line))
}

const marker =
  /^\s*--\s*[\w:.-]{0,40}(?:no|outside|without|disable)[_-]?(?:a[_-])?transaction[\w:.-]{0,40}\s*$/i

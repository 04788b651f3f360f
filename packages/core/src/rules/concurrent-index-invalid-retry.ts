import { besideName } from '../operations/names.ts'
import { earlierStepsOf, stepsOf } from '../schema/find-steps.ts'
import { sameName } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'
import { sqlName } from './wording/sql-name.ts'

export const concurrentIndexInvalidRetry: Rule = {
  id: 'concurrent-index-invalid-retry',
  category: 'order',
  severity: 'warning',
  title: 'CONCURRENTLY IF NOT EXISTS takes a broken index for a good one.',
  why: `A build that fails, by a timeout, a deadlock or a duplicate, leaves an index marked INVALID. The next run sees the
name, skips the statement and records the migration: no query uses the index, and every write still pays for it.`,
  instead: `Drop it first: DROP INDEX CONCURRENTLY IF EXISTS name; CREATE INDEX CONCURRENTLY name …, both outside a
transaction.`,
  sources: ['PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently; IF NOT EXISTS'],
  examples: {
    flagged: [
      {
        title: 'IF NOT EXISTS',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'another build behind one that cannot run again',
        given: 'CREATE TABLE users (id int, email text, town text)',
        up: `CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY users_town ON users (town);`,
        transaction: 'none',
      },
    ],
    allowed: [
      {
        title: 'in a transaction, where it does not run at all: concurrently-in-transaction says so',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email)',
      },
      {
        title: 'dropped first',
        given: 'CREATE TABLE users (id int, email text)',
        up: `DROP INDEX CONCURRENTLY IF EXISTS users_email;
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);`,
        transaction: 'none',
      },
      {
        title: 'code of the same script looks for broken indexes and drops them',
        given: 'CREATE TABLE users (id int, email text)',
        up: `DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('users_email') AND NOT indisvalid) THEN
    DROP INDEX users_email;
  END IF;
END $$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);`,
        transaction: 'none',
      },
      {
        title: 'without IF NOT EXISTS the second run fails, and is seen',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index'(
      { index, concurrently, ifNotExists },
      { script, replayedScript, statement, step, before, traits },
    ) {
      const { name } = index
      if (!concurrently || name === undefined) return undefined
      // It does not run at all there, and leaves nothing.
      const { steps } = replayedScript
      if (script.oneQuery === true || inTransactionAt(script, steps, steps.indexOf(step))) return undefined
      const isDropped = earlierStepsOf(steps, step, 'drop-index').some(({ operation }) =>
        sameName(operation.name, name, before.semantics),
      )
      if (isDropped || dropsBrokenOnes(earlierStepsOf(steps, step, 'run-code'), name)) return undefined
      const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(besideName(index.table, name), traits)};`
      const create = `${withoutEnd(statement.text.replace(/\bif\s+not\s+exists\s+/i, ''))};`
      const next = ifNotExists ? undefined : nextBuild(steps, step)
      if (!ifNotExists && next === undefined) return undefined
      return {
        ...(next === undefined
          ? {
              message: `If a build of ${name} fails, the next run skips this statement and leaves the broken index.`,
            }
          : {
              message: `If the build in line ${next.location.line} fails, ${name} stays: the next run stops here, as it is there already.`,
              instead: `Put each into a migration of its own, or drop it first: DROP INDEX CONCURRENTLY IF EXISTS. IF NOT EXISTS would take a broken index for a good one.`,
              severity: 'info' as const,
            }),
        objects: [index.table],
        ...(script.sentWhole === true
          ? {
              instead:
                'Drop it first, in a migration of its own: the runner sends a file as one query, in which CONCURRENTLY has to be the only statement.',
              suggestion: {
                title: 'Drop what a failed build has left, in a migration before this one',
                sql: drop,
                outsideTransaction: true,
                later: [{ sql: create, outsideTransaction: true }],
              },
            }
          : {
              suggestion: {
                title: 'Drop what a failed build has left, both outside a transaction',
                sql: `${drop}\n${create}`,
                outsideTransaction: true,
              },
            }),
      }
    },
  },
}

/** The first of those behind the script's first build, which is the one that stands in the way of a second run. */
function nextBuild(steps: readonly Step[], step: Step): Step | undefined {
  const builds = stepsOf(steps, 'create-index').filter(({ operation }) => operation.concurrently)
  return builds[0] === step ? builds.find(each => each.statement !== step.statement) : undefined
}

/** It asks pg_index which are broken, and names this one. */
function dropsBrokenOnes(code: readonly Step[], index: string): boolean {
  return code.some(
    ({ statement: { text } }) =>
      /\bindisvalid\b/i.test(text) && /\bdrop\s+index\b/i.test(text) && text.includes(index),
  )
}

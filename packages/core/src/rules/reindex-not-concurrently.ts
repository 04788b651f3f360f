import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { isBefore, stepsOf } from '../schema/find-steps.ts'
import { tableOfIndex } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { lockHeldOn, lockInWords } from './deploy/held-lock.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { isConditional } from './scripts/is-conditional.ts'
import { inSameTransaction } from './scripts/transaction-state.ts'

export const reindexNotConcurrently: Rule = {
  id: 'reindex-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'REINDEX without CONCURRENTLY blocks writes, and most reads.',
  why: `Writes to the table wait until its indexes are built again, and so do queries: to plan one, the server locks every index of
the table, whether it uses it or not.`,
  instead: 'Use REINDEX … CONCURRENTLY, outside a transaction.',
  sources: [
    'PostgreSQL manual, REINDEX, Notes',
    'measured: PostgreSQL 15, SELECT count(*) waits, for the catalogue in a session that connects',
  ],
  examples: {
    flagged: [
      {
        title: 'a table',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'REINDEX TABLE users',
      },
      {
        title: 'the catalogue, for which there is no CONCURRENTLY',
        up: 'REINDEX SYSTEM shop',
        transaction: 'none',
        instead: { noSql: 'it is left to an operator, at a time when nobody uses the database' },
      },
      {
        title: 'behind a statement that has built the indexes anew',
        given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)',
        up: 'ALTER TABLE users ALTER COLUMN visits TYPE bigint; REINDEX TABLE users',
        instead: ['ALTER TABLE users ADD COLUMN visits_new bigint'],
      },
    ],
    allowed: [
      {
        title: 'the indexes were switched off in the catalog: without it they miss rows',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `UPDATE pg_index SET indisready = false WHERE indrelid = 'users'::regclass;
UPDATE users SET id = id + 1;
UPDATE pg_index SET indisready = true WHERE indrelid = 'users'::regclass;
REINDEX TABLE users;`,
      },
      {
        title: 'CONCURRENTLY',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'REINDEX TABLE CONCURRENTLY users',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    reindex({ target, name, concurrently }, context) {
      const { traits, statement, before } = context
      if (!traits.concurrentIndexes || concurrently) return undefined
      if (target === 'system') {
        return {
          message: `REINDEX SYSTEM builds the indexes of the catalogue of ${name} again: every session reads it, and waits while an index of it is built.`,
          instead:
            'It knows no CONCURRENTLY: let an operator run it while nobody uses the database, and leave it out of a deploy.',
          objects: [name],
        }
      }
      const table =
        target === 'table' ? name : target === 'index' ? tableOfIndex(before, name)?.name : undefined
      // It has to stay: they miss rows, which unparsed-statement tells.
      if (indexesWereOff(table ?? name, context)) return undefined
      const rebuilt = table === undefined ? undefined : rebuiltBy(table, context)
      if (rebuilt !== undefined) {
        return {
          message: `REINDEX builds what ${lockInWords(rebuilt)} has built already: nobody can read or write ${table} for that time again.`,
          instead: 'Leave it out: what writes a table again builds all of its indexes anew.',
          objects: [name],
        }
      }
      const held = table === undefined ? undefined : lockHeldOn(table, context)
      const sql = statement.text.replace(
        /(\breindex\s+(?:\([^)]*\)\s*)?(?:index|table|schema|database))\b/i,
        '$1 CONCURRENTLY',
      )
      return {
        message:
          held === undefined
            ? `REINDEX blocks writes to ${name} until its indexes are built again, and queries too: each is planned with a look at every index.`
            : `Nobody can read or write ${table} until REINDEX has built ${target === 'index' ? name : 'its indexes'} again: the lock of ${held} is still held.`,
        objects: [name],
        ...(sql !== statement.text && {
          suggestion: {
            title: 'Build them again while others work, outside a transaction',
            sql,
            outsideTransaction: true,
          },
        }),
      }
    },
  },
}

/** The statement of this transaction that has written the table again, after which nothing was written to it. */
function rebuiltBy(
  table: ObjectName,
  { script, replayedScript: { steps }, step, traits }: OperationContext,
): Step | undefined {
  const { earlier } = inSameTransaction(script, steps, step)
  const rewriting = earlier.findLast(each =>
    effectsOfStep(each, traits).some(
      effect => effect.rewrite === true && sameObject(each.before, effect.table, table),
    ),
  )
  if (rewriting === undefined || rewriting.runs !== true || isConditional(rewriting.statement))
    return undefined
  const isWritten = steps.some(
    each =>
      isBefore(steps, rewriting, each) &&
      isBefore(steps, each, step) &&
      (each.operation.kind === 'run-code' ||
        ((each.operation.kind === 'update-rows' ||
          each.operation.kind === 'insert-rows' ||
          each.operation.kind === 'delete-rows') &&
          sameObject(each.before, each.operation.table, table))),
  )
  return isWritten ? undefined : rewriting
}

/** Of this table, or of all, through the catalog, earlier in the script. */
function indexesWereOff(table: ObjectName, { replayedScript: { steps }, step }: OperationContext): boolean {
  const isNamed = (text: string) => text.toLowerCase().includes(bareName(table).toLowerCase())
  return stepsOf(steps, 'unreadable').some(
    each =>
      isBefore(steps, each, step) &&
      /\bpg_index\b.*\bindisready\b/is.test(each.statement.text) &&
      (isNamed(each.statement.text) || !each.statement.text.includes("'")),
  )
}

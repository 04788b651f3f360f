import { besideName } from '../operations/names.ts'
import { earlierStepsOf, stepsOf } from '../schema/find-steps.ts'
import { sameName } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'
import { listWords } from './wording/list-words.ts'
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
      {
        title: 'a table that the deploy makes: no more than a note',
        after: { up: 'CREATE TABLE users (id int, email text)' },
        up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email)',
        transaction: 'none',
        instead: 'CREATE INDEX users_email ON users (email)',
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
    'create-index'({ index, concurrently, ifNotExists }, context) {
      const { script, replayedScript, step, isNew } = context
      const { name } = index
      if (!concurrently || name === undefined) return undefined
      // It does not run at all there, and leaves nothing.
      const { steps } = replayedScript
      if (script.oneQuery === true || inTransactionAt(script, steps, steps.indexOf(step))) return undefined
      if (isRepeatable(step, context)) return undefined
      const others = ifNotExists ? [] : buildsBehind(steps, step)
      const [next] = others
      if (!ifNotExists && next === undefined) return undefined
      const again = [step, ...others.filter(each => !isRepeatable(each, context))]
      const areNew = [step, ...others].every(
        ({ operation }) => operation.kind === 'create-index' && isNew(operation.index.table),
      )
      return {
        message: `${
          next === undefined
            ? `If a build of ${name} fails, the next run skips this statement and leaves the broken index.`
            : `If the build in line ${next.location.line} fails, ${name} stays: the next run stops here, as it is there already.`
        }${areNew ? ` ${index.table} is new and has no rows: what may stop it is a long transaction of others, for which CONCURRENTLY waits.` : ''}`,
        ...(next !== undefined && {
          instead: `Put each into a migration of its own, with DROP INDEX CONCURRENTLY IF EXISTS before it: the build that fails leaves its own broken index. IF NOT EXISTS would take a broken index for a good one.`,
        }),
        ...((next !== undefined || areNew) && { severity: 'info' }),
        objects: [index.table],
        ...(areNew
          ? { instead: `${withoutConcurrently}${inDownToo(context)}` }
          : script.sentWhole === true
            ? inTwo(step, context)
            : droppedFirst(again, context)),
      }
    },
  },
}

const withoutConcurrently =
  'Leave CONCURRENTLY out, in a migration with a transaction: nobody waits for a table that the deploy itself makes, and nothing is left of what fails.'

/** Layouts with one word on the transaction for up and down. */
const withOneWord: ReadonlySet<string> = new Set(['knex', 'goose', 'diesel'])

/** The way back would have a transaction as well, in which CONCURRENTLY fails. */
function inDownToo({ migration: { layout, down } }: OperationContext): string {
  const there = withOneWord.has(layout)
    ? down?.statements.filter(({ operations }) =>
        operations.some(each => 'concurrently' in each && each.concurrently),
      )
    : undefined
  const lines = [...new Set(there?.map(({ location }) => `${location.line}`))]
  return lines.length === 0
    ? ''
    : ` Leave it out of the down script too, in ${lines.length === 1 ? 'line' : 'lines'} ${listWords(lines)}: it has the same transaction then.`
}

function inTwo(step: Step, context: OperationContext): Pick<Problem, 'instead' | 'suggestion'> {
  return {
    instead:
      'Drop it first, in a migration of its own: the runner sends a file as one query, in which CONCURRENTLY has to be the only statement.',
    suggestion: {
      title: 'Drop what a failed build has left, in a migration before this one',
      sql: dropOf(step, context),
      outsideTransaction: true,
      later: [{ sql: createOf(step), outsideTransaction: true }],
    },
  }
}

function droppedFirst(builds: readonly Step[], context: OperationContext): Pick<Problem, 'suggestion'> {
  const [sql = '', ...later] = builds.map(each => `${dropOf(each, context)}\n${createOf(each)}`)
  return {
    suggestion: {
      title:
        later.length === 0
          ? 'Drop what a failed build has left, both outside a transaction'
          : 'Drop what a failed build has left, each index in a migration of its own, outside a transaction',
      sql,
      outsideTransaction: true,
      ...(later.length > 0 && {
        later: later.map(each => ({ sql: each, outsideTransaction: true as const })),
      }),
    },
  }
}

function dropOf({ operation }: Step, { traits }: OperationContext): string {
  if (operation.kind !== 'create-index') return ''
  const { table, name = '' } = operation.index
  return `DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(besideName(table, name), traits)};`
}

function createOf({ statement }: Step): string {
  return `${withoutEnd(statement.text.replace(/\bif\s+not\s+exists\s+/i, ''))};`
}

/** The script drops what a failed build has left. */
function isRepeatable(step: Step, { replayedScript: { steps }, before }: OperationContext): boolean {
  const name = step.operation.kind === 'create-index' ? step.operation.index.name : undefined
  if (name === undefined) return true
  return (
    earlierStepsOf(steps, step, 'drop-index').some(({ operation }) =>
      sameName(operation.name, name, before.semantics),
    ) || dropsBrokenOnes(earlierStepsOf(steps, step, 'run-code'), name)
  )
}

/** Those behind the script's first build, which is the one that stands in the way of a second run. */
function buildsBehind(steps: readonly Step[], step: Step): readonly Step[] {
  const builds = stepsOf(steps, 'create-index').filter(({ operation }) => operation.concurrently)
  return builds[0] === step ? builds.filter(each => each.statement !== step.statement) : []
}

/** It asks pg_index which are broken, and names this one. */
function dropsBrokenOnes(code: readonly Step[], index: string): boolean {
  return code.some(
    ({ statement: { text } }) =>
      /\bindisvalid\b/i.test(text) && /\bdrop\s+index\b/i.test(text) && text.includes(index),
  )
}

import type { Direction } from '../migration/migration.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isRefused } from '../reversal/refused-statements.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { correctIt } from './correct-it.ts'
import type { OperationContext, Rule } from './rule.ts'

function adviceFor(reason: string, text: string, direction: Direction): string | undefined {
  if (reason.includes('known only at run time'))
    return 'Check by hand what it comes to: names and values that are known only at run time were not checked.'
  if (isOfCatalog(reason) && /\bpg_index\b.*\bindisready\b/is.test(text)) return afterIndexesWereOff
  if (isOfCatalog(reason))
    return 'Check by hand what it changes. Where a statement of SQL does the same, such as ALTER, use that: it is checked, and guarded by the server.'
  if (isRefused(reason, text)) return correctIt(direction)
  return direction === 'up'
    ? undefined
    : 'Check the statement by hand. If it is valid for your server, please report it; if it is a typing mistake, the rollback stops there.'
}

function isOfCatalog(reason: string): boolean {
  return /^what a change of (?:a system catalog|the schema table) does/.test(reason)
}

/** Measured: PostgreSQL 15. */
const afterIndexesWereOff =
  'While indisready is false no row that is written enters the indexes, and unique ones let duplicates in. REINDEX the table behind it, which duplicates stop; or drop the indexes before and create them again, which is checked.'

/** One script does the like to a catalog time and again: it is told where that begins. */
function sameBefore(
  { reason, object, verb }: OperationOf<'unreadable'>,
  { step, replayedScript: { steps } }: OperationContext,
): { readonly isTold: boolean; readonly others: number } {
  const same = stepsOf(steps, 'unreadable').filter(
    ({ operation }) => operation.reason === reason && operation.object === object && operation.verb === verb,
  )
  return { isTold: same[0] !== undefined && same[0].operation !== step.operation, others: same.length - 1 }
}

export const unparsedStatement: Rule = {
  id: 'unparsed-statement',
  category: 'readability',
  severity: 'warning',
  title: 'A statement was read in part: its object is known, not everything that it does to it.',
  why: `Rules that need the part which could not be read have not spoken. That they are silent does not mean that the
statement is safe.`,
  instead: `Check the statement by hand. If it is valid for your server, please report it; if it is a typing mistake,
the deploy would have failed on it.`,
  noSql: 'what it was meant to be is known to its author alone',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a clause that is not known',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users FROBNICATE HARDER',
      },
      {
        title: 'indexes that are switched off in the catalog, and on again',
        given: 'CREATE TABLE users (id int, email text)',
        up: `UPDATE pg_index SET indisready = false WHERE indrelid = 'users'::regclass;
UPDATE users SET email = lower(email) WHERE email <> lower(email);
UPDATE pg_index SET indisready = true WHERE indrelid = 'users'::regclass;`,
      },
      {
        title: 'what MySQL refuses as well',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email text, KEY users_email (email (9)))',
        up: 'SELECT 1',
        down: 'DROP INDEX users_email',
      },
      {
        title: 'what the server refuses as well',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'SELECT 1',
        down: 'DROP INDEX users_email ON users (email)',
      },
    ],
    allowed: [
      {
        title: 'a statement that was read whole',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
    ],
  },

  checkOperation: {
    unreadable(operation, context) {
      const { level, reason, verb, object } = operation
      const { direction, statement } = context
      if (level !== 'partial') return undefined
      const { isTold, others } = isOfCatalog(reason)
        ? sameBefore(operation, context)
        : { isTold: false, others: 0 }
      if (isTold) return undefined
      const more = others === 0 ? '' : ` So it is with ${others} more in this script.`
      const instead = adviceFor(reason, statement.text, direction)
      return {
        ...(instead === undefined ? {} : { instead }),
        message: `${[verb ?? 'The statement', object].filter(Boolean).join(' ')} was read in part only (${reason}).${more}`,
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}

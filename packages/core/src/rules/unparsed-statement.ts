import type { Direction, Statement } from '../migration/migration.ts'
import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isRefused } from '../reversal/refused-statements.ts'
import { earlierStepsOf, isBefore, placeOf, stepsOf } from '../schema/find-steps.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'
import { correctIt } from './wording/correct-it.ts'
import { listWords } from './wording/list-words.ts'

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

function writtenText({ written, text }: Statement): string {
  return written ?? text
}

function isOfCatalog(reason: string): boolean {
  return /^what a change of (?:a system catalog|the schema table) does/.test(reason)
}

/** Measured: PostgreSQL 15. */
const afterIndexesWereOff =
  'While indisready is false no row that is written enters the indexes, and unique ones let duplicates in. REINDEX the table behind it, which duplicates stop; or drop the plain indexes before and create them again, which is checked, and leave those of keys.'

/** REINDEX puts right what the rows have missed. Until the commit, others know nothing of the change (measured: PostgreSQL 15). */
function rebuiltLater(context: OperationContext): string | undefined {
  const { script, step, replayedScript } = context
  const { steps } = replayedScript
  const lines = stepsOf(steps, 'reindex')
    .filter(each => isBefore(steps, step, each))
    .map(each => `${each.statement.location.line}`)
  if (lines.length === 0) return undefined
  const whose = inTransactionAt(script, steps, placeOf(steps, step)) ? 'the script itself has' : 'anybody has'
  return `REINDEX in ${lines.length === 1 ? 'line' : 'lines'} ${listWords(lines)} builds the indexes again, and stops at duplicates that ${whose} written meanwhile. Statements that are checked do the same: drop the plain indexes before, and create them again behind. Those of a primary key, and of other keys that foreign keys refer to, stay.${alsoForTriggers(context)}`
}

/** Measured: PostgreSQL 15, `permission denied: "RI_ConstraintTrigger_c_…" is a system trigger`. */
function alsoForTriggers({ replayedScript: { steps } }: OperationContext): string {
  return stepsOf(steps, 'set-table-option').some(({ operation: { option } }) => option === 'trigger all')
    ? ' DISABLE TRIGGER ALL takes a superuser as well where the table has foreign keys; DISABLE TRIGGER USER does not.'
    : ''
}

/** One script does the like time and again: it is told where that begins. */
function sameBefore(
  { reason, object, verb }: OperationOf<'unreadable'>,
  { step, statement, replayedScript: { steps } }: OperationContext,
): { readonly isTold: boolean; readonly others: readonly string[] } {
  // Two that end too early have no more than that in common.
  const isOneMistake = reason.includes(' near "') && isRefused(reason, writtenText(statement))
  if (!isOneMistake && object === undefined) return { isTold: false, others: [] }
  const same = stepsOf(steps, 'unreadable').filter(
    ({ operation }) =>
      operation.level === 'partial' &&
      operation.reason === reason &&
      operation.verb === verb &&
      (isOneMistake || operation.object === object),
  )
  const [first, ...others] = same
  const lines = new Set(others.map(each => `${each.statement.location.line}`))
  return { isTold: first !== undefined && first.operation !== step.operation, others: [...lines] }
}

/** PRAGMA writable_schema is an error of its own, and says what to do instead. */
function isOfWritableSchema(reason: string, { step, replayedScript: { steps } }: OperationContext): boolean {
  return (
    reason.startsWith('what a change of the schema table does') &&
    earlierStepsOf(steps, step, 'set-variable').some(({ operation }) => operation.name === 'writable_schema')
  )
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
        title: 'the same, with the indexes built again behind it',
        given: 'CREATE TABLE users (id int, email text)',
        up: `UPDATE pg_index SET indisready = false WHERE indrelid = 'users'::regclass;
UPDATE users SET email = lower(email) WHERE email <> lower(email);
UPDATE pg_index SET indisready = true WHERE indrelid = 'users'::regclass;
REINDEX TABLE users;`,
      },
      {
        title: 'with the triggers, and no transaction',
        transaction: 'none',
        given: 'CREATE TABLE users (id int, email text)',
        up: `ALTER TABLE users DISABLE TRIGGER ALL;
UPDATE pg_index SET indisready = false WHERE indrelid = 'users'::regclass;
UPDATE pg_index SET indisready = true WHERE indrelid = 'users'::regclass;
REINDEX TABLE users;
ALTER TABLE users ENABLE TRIGGER ALL;`,
      },
      {
        title: 'the same mistake in two statements',
        given:
          'CREATE TABLE users (id int, email text); CREATE INDEX users_id ON users (id); CREATE INDEX users_email ON users (email)',
        up: 'SELECT 1',
        down: `DROP INDEX users_id ON users (id);
DROP INDEX users_email ON users (email)`,
      },
      {
        title: 'what MySQL refuses as well',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email text, KEY users_email (email (9)))',
        up: 'SELECT 1',
        down: 'DROP INDEX users_email',
      },
      {
        title: 'a semicolon is missing',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: 'SELECT 1',
        down: `DROP TABLE carts
DROP TABLE users`,
      },
      {
        title: 'a deploy that the server stops',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUM email text',
      },
      {
        title: 'a rollback that the server stops',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'SELECT 1',
        down: 'DROP INDEX users_email ON users (email)',
      },
    ],
    allowed: [
      {
        title: 'PRAGMA writable_schema is told of itself',
        dialect: 'sqlite',
        up: `PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'age TEXT', 'age INTEGER') WHERE name = 'users';
PRAGMA writable_schema = OFF;`,
      },
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
      const { isTold, others } = sameBefore(operation, context)
      if (isTold || isOfWritableSchema(reason, context)) return undefined
      const more =
        others.length === 0
          ? ''
          : ` The same in ${others.length === 1 ? 'line' : 'lines'} ${listWords(others)}.`
      const written = adviceFor(reason, writtenText(statement), direction)
      const rebuilt = written === afterIndexesWereOff ? rebuiltLater(context) : undefined
      const instead = rebuilt ?? written
      const refused = isRefused(reason, writtenText(statement))
      const subject = [verb ?? 'The statement', object].filter(Boolean).join(' ')
      return {
        ...(instead === undefined ? {} : { instead }),
        message: refused
          ? `The server's grammar refuses ${verb === undefined ? 'this' : subject}: ${reason}.${more}`
          : isOfCatalog(reason) && object !== undefined && /^pg_/i.test(bareName(object))
            ? `${object} is changed by hand, which takes a superuser: what that does was not checked.${more}`
            : `${subject} was read in part only (${reason}).${more}`,
        ...(refused && { severity: 'error' }),
        // More rows in a table that is known, or a view whose name, sources and columns are.
        ...((verb === 'INSERT' || reason.startsWith('a value or column in its query')) &&
          object !== undefined && { severity: 'info' }),
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}

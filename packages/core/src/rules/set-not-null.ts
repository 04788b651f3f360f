import type { OperationOf } from '../operations/operation.ts'
import { earlierSteps, isBefore, stepsOf, stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { keyWaitsToo } from './advice/key-of-column.ts'
import { provenFirst } from './advice/not-null-steps.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import { rowsOfDeploy } from './deploy/rows-of-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isCopiedNotNull } from './rows/copied-not-null.ts'
import { droppedFillSources } from './rows/fill-sources.ts'
import { filledBefore, updatedBefore, updatesBefore, updatesOf } from './rows/moved-away.ts'
import { neverNull } from './rows/never-null.ts'
import { filledWithoutLock, isLeftNull } from './rows/null-since-fill.ts'
import type { OperationContext, Rule } from './rule.ts'
import { nextTransaction } from './scripts/next-transaction.ts'
import { listWords } from './wording/list-words.ts'
import { migrationName } from './wording/migration-name.ts'
import { sqlName } from './wording/sql-name.ts'

export const setNotNull: Rule = {
  id: 'set-not-null',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A nullable column becomes NOT NULL.',
  why: `One row with NULL stops the statement; MySQL without strict mode turns NULL into 0 or an empty string instead.
PostgreSQL reads the whole table under a lock that nobody gets past, unless a validated CHECK already proves that
there is no NULL. The running release may still write NULL.`,
  instead: `Let the code stop writing NULL, fill the rows that have it, and count them: SELECT count(*) … WHERE c IS
NULL. In PostgreSQL, add CHECK (c IS NOT NULL) NOT VALID, validate it in another migration, then set NOT NULL and
drop the check.`,
  sources: ['PostgreSQL manual, ALTER TABLE, SET NOT NULL', 'measured: PostgreSQL 15, MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a nullable column',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
      },
      {
        title: 'a check that was never validated proves nothing',
        given: `CREATE TABLE users (id int, email text);
ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT VALID;`,
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
      },
      {
        title: 'MODIFY',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users MODIFY email varchar(100) NOT NULL',
        instead: {
          noSql:
            'the rows are filled in a migration before it; that none is left with NULL is known to the database alone',
        },
      },
      {
        title: 'the check goes in the same statement, and proves nothing any more',
        given: `CREATE TABLE users (id int, email text, CONSTRAINT has_email CHECK (email IS NOT NULL));`,
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT has_email',
        instead: [
          'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
          'ALTER TABLE users DROP CONSTRAINT has_email',
        ],
      },
      {
        title: 'NOT NULL that the script has dropped for a moment: the rows have values, and are read again',
        given: 'CREATE TABLE users (id int, email varchar(100) NOT NULL)',
        up: `ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
ALTER TABLE users ALTER COLUMN email TYPE varchar(200);
ALTER TABLE users ALTER COLUMN email SET NOT NULL;`,
        instead: 'ALTER TABLE users ALTER COLUMN email TYPE varchar(200)',
      },
      {
        title:
          'two columns in one statement: each is proven, as one that stays reads the rows under the same lock',
        given: 'CREATE TABLE users (id int, email text, team_id int)',
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL, ALTER COLUMN team_id SET NOT NULL, ADD COLUMN age int',
      },
      {
        title: 'columns that the deploy adds with a DEFAULT, where NOT NULL costs nothing',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN is_paid bool DEFAULT false, ADD COLUMN plan text DEFAULT 'free';
ALTER TABLE users ALTER COLUMN is_paid SET NOT NULL, ALTER COLUMN plan SET NOT NULL;`,
        instead: `ALTER TABLE users ADD COLUMN is_paid bool NOT NULL DEFAULT false, ADD COLUMN plan text NOT NULL DEFAULT 'free'`,
      },
      {
        title: 'a table that this deploy makes of rows from elsewhere',
        given: 'CREATE TABLE users (id int, email text)',
        up: `CREATE TABLE members AS SELECT id, email FROM users;
ALTER TABLE members ALTER COLUMN email SET NOT NULL;`,
        instead: `CREATE TABLE members AS SELECT id, email FROM users WHERE email IS NOT NULL;
DELETE FROM members WHERE email IS NULL;
ALTER TABLE members ALTER COLUMN email SET NOT NULL;`,
      },
      {
        title: 'two UPDATEs that leave out the rows where plan is NULL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, plan varchar(10), is_paid bool)',
        up: `UPDATE users SET is_paid = false WHERE plan = 'free';
UPDATE users SET is_paid = true WHERE plan <> 'free';
ALTER TABLE users MODIFY is_paid bool NOT NULL;`,
        instead: `UPDATE users SET is_paid = (plan <> 'free') WHERE plan IS NOT NULL;
UPDATE users SET is_paid = false WHERE plan IS NULL;
ALTER TABLE users MODIFY is_paid bool NOT NULL;`,
      },
      {
        title: 'an UPDATE that may leave rows out',
        given: 'CREATE TABLE users (id int, team_id int); CREATE TABLE teams (id int, owner_id int)',
        up: `UPDATE users SET team_id = teams.id FROM teams WHERE teams.owner_id = users.id AND users.team_id IS NULL;
ALTER TABLE users ALTER COLUMN team_id SET NOT NULL;`,
      },
      {
        title: 'a column of the deploy, of which not every row has a value',
        given: 'CREATE TABLE users (id int, mail text)',
        up: `ALTER TABLE users ADD COLUMN email text;
UPDATE users SET email = mail WHERE mail <> '';
ALTER TABLE users ALTER COLUMN email SET NOT NULL;`,
      },
      {
        title: 'where all pending migrations run in one transaction, as Knex and Drizzle do',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
        transaction: 'batch',
      },
    ],
    allowed: [
      {
        title: 'rows of two tables taken together by their NOT NULL columns: GROUP BY keeps these',
        given: `CREATE TABLE likes (user_id int NOT NULL, post_id int NOT NULL, made_at date);
CREATE TABLE bookmarks (reader_id int NOT NULL, post_id int NOT NULL, made_at date);`,
        up: `CREATE TABLE actions AS SELECT max(liked) AS liked, max(kept) AS kept, user_id, post_id FROM (
  SELECT user_id, post_id, made_at AS liked, NULL::date AS kept FROM likes
  UNION ALL SELECT reader_id AS user_id, post_id, NULL::date, made_at FROM bookmarks) AS t GROUP BY user_id, post_id;
ALTER TABLE actions ALTER COLUMN user_id SET NOT NULL, ALTER COLUMN post_id SET NOT NULL;`,
      },
      {
        title: 'a table that is made of two others, whose columns are NOT NULL',
        given: `CREATE TABLE posts (id int PRIMARY KEY, made_at date NOT NULL);
CREATE TABLE saved_notes (note_id int NOT NULL, saved_at date); CREATE TABLE notes (id int PRIMARY KEY);`,
        up: `CREATE TABLE contents AS SELECT made_at, id AS post_id, NULL::int AS note_id FROM posts
UNION ALL SELECT s.saved_at, NULL::int, n.id FROM saved_notes s, notes n WHERE s.note_id = n.id AND s.saved_at IS NOT NULL;
ALTER TABLE contents ALTER COLUMN made_at SET NOT NULL;`,
      },
      {
        title: 'the same of a column that no migration has made',
        dialect: 'mysql',
        up: 'ALTER TABLE users MODIFY name varbinary(50); ALTER TABLE users MODIFY name varchar(50) CHARACTER SET utf8mb4 NOT NULL',
      },
      {
        title: 'MODIFY takes NOT NULL away and gives it back, to change the character set by way of bytes',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(50) CHARACTER SET latin1 NOT NULL)',
        up: 'ALTER TABLE users MODIFY name varbinary(50); ALTER TABLE users MODIFY name varchar(50) CHARACTER SET utf8mb4 NOT NULL',
      },
      {
        title: 'rows without a value are deleted first',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: `DELETE FROM users WHERE email IS NULL;
ALTER TABLE users MODIFY email varchar(100) NOT NULL;`,
      },
      {
        title: 'a new column whose default every row has',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN plan varchar(10) DEFAULT 'free';
ALTER TABLE users MODIFY plan varchar(10) NOT NULL DEFAULT 'free';`,
      },
      {
        title: 'a table made of a query, with values of a column that is NOT NULL',
        given: 'CREATE TABLE users (id int NOT NULL, email text)',
        up: 'CREATE TABLE members AS SELECT id, email FROM users; ALTER TABLE members ALTER id SET NOT NULL',
      },
      {
        title: 'a validated check proves it',
        given: `CREATE TABLE users (id int, email text);
ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT has_email;`,
        up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
      },
      {
        title: 'a column that is NOT NULL already',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users MODIFY email varchar(200) NOT NULL',
      },
      {
        title: 'two UPDATEs, one of which meets each row',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int, plan varchar(10) NOT NULL, client text, is_paid bool, is_known bool)',
        up: `UPDATE users SET is_paid = false WHERE plan IN ('free', 'trial');
UPDATE users SET is_paid = true WHERE plan NOT IN ('free', 'trial');
UPDATE users SET is_known = true WHERE client IS NOT NULL;
UPDATE users SET is_known = false WHERE client IS NULL;
ALTER TABLE users MODIFY is_paid bool NOT NULL;
ALTER TABLE users MODIFY is_known bool NOT NULL;`,
      },
      {
        title: 'the rows are filled first',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: `UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users MODIFY email varchar(100) NOT NULL;`,
      },
    ],
  },

  checkOperation: {
    'set-not-null'(operation, context) {
      const { table, column } = operation
      const { traits, effects } = context
      const reads = effects.some(effect => effect.scan === true)
      if (reads && neverNull(table, column, context)) {
        return {
          message: `${table}.${column} was NOT NULL, loses it and gets it back: the whole table is read under a lock.`,
          instead: 'Leave DROP NOT NULL and SET NOT NULL out. In Knex: .alter({ alterNullable: false }).',
          objects: [`${table}.${column}`],
        }
      }
      const proof = proofGone(table, column, context)
      if (proof !== undefined) return proof
      if (reads && isFilledByDefault(table, column, context)) return fromTheStart(operation, context)
      const problem = notNull(
        table,
        column,
        context,
        reads ? ' and the whole table is read under a lock' : '',
      )
      if (problem === undefined || traits.laterValidation !== true) return problem
      // On a table that nobody uses yet there is no lock to shorten.
      if (!reads || leftOut(table, column, context) !== undefined) return problem
      // The statement behind it would stop where the first of the steps does not.
      if (keyWaitsToo(table, column, context) !== undefined) return problem
      const start = atStartOfStatement(context)
      const needsProof = (name: string) => isInDoubt(table, name, start)
      return {
        ...problem,
        ...provenFirst(
          table,
          needsProof,
          name => waitingCheck(table, name, start),
          context,
          droppedFillSources(table, column, context),
        ),
      }
    },
    'change-column'({ table, column, to }, context) {
      if (to.nullable || columnIn(context.before, table, column) === undefined) return undefined
      if (neverNull(table, column, context)) return undefined
      return notNull(table, column, context, '')
    },
  },
}

/** A CHECK that says so and was never validated. */
function waitingCheck(
  table: string,
  column: string,
  { tableBefore }: Pick<OperationContext, 'tableBefore'>,
): string | undefined {
  const known = tableBefore(table)
  return known?.constraints.find(
    each =>
      each.type === 'check' &&
      each.notValid === true &&
      isProvenNotNull({ ...known, constraints: [{ ...each, notValid: false }] }, column),
  )?.name
}

function notNull(
  table: string,
  column: string,
  context: OperationContext,
  consequence: string,
): Problem | undefined {
  if (!isInDoubt(table, column, context)) return undefined
  // Filled in the same script: what remains is the scan, which PostgreSQL makes and MySQL's online rebuild does not.
  const isFilled = filledBefore(table, column, context) || isFilledByDefault(table, column, context)
  if (isFilled && (consequence === '' || context.traits.laterValidation !== true)) return undefined
  const objects = [`${table}.${column}`]
  const isUpdated = updatedBefore(table, column, context) !== undefined
  const copied = isFilled || isUpdated ? undefined : rowsOfDeploy(table, context)
  if (copied !== undefined) {
    return {
      severity: 'info',
      message: `${table}.${column} becomes NOT NULL: a row that the ${copied.text} ${copied.isSeveral ? 'give' : 'gives'} NULL stops the statement.`,
      instead: `Run ${copied.isSeveral ? 'each' : 'its'} SELECT first, and look for NULL in ${column}.`,
      objects,
    }
  }
  const row = isFilled ? rowSinceFill(table, column, context) : nullRow(table, column, context)
  const failure = row === undefined ? '' : `${row} stops the statement`
  const what = [failure, consequence.replace(/^ and /, failure === '' ? '' : ', and ')].join('')
  return {
    message: `${table}.${column} becomes NOT NULL: ${what}.`,
    instead: leftOut(table, column, context) ?? howTo(table, column, isFilled, context),
    objects,
  }
}

function rowSinceFill(table: string, column: string, context: OperationContext): string | undefined {
  const filling = filledWithoutLock(table, column, context)
  return filling && `a row that the running code leaves NULL after line ${filling.location.line}`
}

/** What goes before the deploy is over needs no proof. */
function leftOut(table: string, column: string, context: OperationContext): string | undefined {
  const gone = lastNameOf(table, column, context)?.gone
  if (gone === undefined) return undefined
  return `Leave it out, unless the deploy itself needs it: ${inPlace(gone, context)} drops the ${gone.operation.kind === 'drop-table' ? 'table' : 'column'}.`
}

/** Before the clauses that come first, so that each of them is given the same steps. */
function atStartOfStatement(context: OperationContext): OperationContext {
  const [first] = stepsOfStatement(context.replayedScript.steps, context.statement)
  if (first === undefined) return context
  return { ...context, before: first.before, tableBefore: name => findTable(first.before, name) }
}

/** Nothing that the migrations say keeps NULL out of it so far. */
function isInDoubt(table: string, column: string, context: OperationContext): boolean {
  const known = context.tableBefore(table)
  if (columnIn(context.before, table, column)?.nullable === false) return false
  if (known !== undefined && isProvenNotNull(known, column)) return false
  return !isCopiedNotNull(table, column, context)
}

function nullRow(table: string, column: string, context: OperationContext): string {
  const line = updatedBefore(table, column, context)
  if (line === undefined) return 'one row with NULL'
  if (isFilledByCode(table, column, context))
    return `a row to which the code of the migration gives no value (from line ${line} on)`
  const isSeveral = updatesBefore(table, column, context).length > 1
  return `a row that ${isSeveral ? 'the UPDATEs from' : 'the UPDATE in'} line ${line}${isSeveral ? ' on leave' : ' leaves'} NULL`
}

/** The code has read rows of the table, and its UPDATEs write what it made of them: which rows, no statement says. */
function isFilledByCode(table: string, column: string, context: OperationContext): boolean {
  const { replayedScript, before } = context
  const { steps } = replayedScript
  const reading = stepsOf(steps, 'read-rows').find(({ operation }) =>
    operation.tables.some(each => sameObject(before, each, table)),
  )
  return (
    reading !== undefined &&
    updatesOf(table, column, context).some(
      each => each.statement.reading === 'recorded' && isBefore(steps, reading, each),
    )
  )
}

/** PostgreSQL carries out the drops of an ALTER TABLE first (measured: PostgreSQL 15, one scan more). */
function proofGone(
  table: string,
  column: string,
  { before, statement, tableBefore }: OperationContext,
): Problem | undefined {
  const known = tableBefore(table)
  const dropped = statement.operations.flatMap(each =>
    each.kind === 'drop-constraint' ? (each.name ?? []) : [],
  )
  if (known === undefined || dropped.length === 0 || !isProvenNotNull(known, column)) return undefined
  const constraints = known.constraints.filter(
    ({ name }) => name === undefined || !dropped.some(each => sameColumn(before, each, name)),
  )
  if (isProvenNotNull({ ...known, constraints }, column)) return undefined
  return {
    message: `${table}.${column} becomes NOT NULL, and the whole table is read under a lock: the CHECK that proves it goes in the same statement.`,
    instead: 'Drop the CHECK in a statement of its own, after this one.',
    objects: [`${table}.${column}`],
  }
}

/** Added by this deploy with a default: every row has it. One that is set afterwards is for rows to come. */
function isFilledByDefault(table: string, column: string, context: OperationContext): boolean {
  const { before, isNewColumn, deploySteps, step } = context
  if (!isNewColumn(table, column)) return false
  const adding = stepsOn(deploySteps, table, 'add-column').findLast(
    each => isBefore(deploySteps, each, step) && sameColumn(before, each.operation.column.name, column),
  )
  // By another name then.
  const text = (adding?.operation.column ?? columnIn(before, table, column))?.default
  return text !== undefined && text.toLowerCase() !== 'null'
}

/** ADD COLUMN gives every row the DEFAULT and NOT NULL at once (measured: PostgreSQL 15, at once whatever the
 * size); told once for all such columns of the statement. */
function fromTheStart(
  operation: OperationOf<'set-not-null'>,
  context: OperationContext,
): Problem | undefined {
  const { table } = operation
  const { statement, addedBy, migration, replayedScript, step } = context
  const start = atStartOfStatement(context)
  const alike = statement.operations.flatMap(each =>
    each.kind === 'set-not-null' &&
    isFilledByDefault(each.table, each.column, start) &&
    isInDoubt(each.table, each.column, start)
      ? [each]
      : [],
  )
  if (alike[0] !== operation) return undefined
  const columns = alike.map(each => each.column)
  const adding = earlierSteps(replayedScript.steps, step, table, 'add-column').filter(added =>
    columns.some(each => sameColumn(context.before, each, added.operation.column.name)),
  )
  const lines = [...new Set(adding.map(({ statement: { location } }) => `line ${location.line}`))]
  const files = columns.flatMap(each => {
    const file = addedBy(table, each)
    return file === undefined || file === migration ? [] : [migrationName(file)]
  })
  const where = listWords([...lines, ...new Set(files)])
  const names = columns.map(each => `${table}.${each}`)
  return {
    message: `${listWords(names)} ${names.length === 1 ? 'becomes' : 'become'} NOT NULL: the whole table is read under a lock.`,
    instead: `Write NOT NULL where the column is added with its DEFAULT, in ${where}: ADD COLUMN … NOT NULL DEFAULT … gives every row its value and reads none.`,
    objects: names,
  }
}

function howTo(table: string, column: string, isFilled: boolean, context: OperationContext): string {
  const key = context.isMade(table) ? undefined : keyWaitsToo(table, column, context)
  return [inSteps(table, column, isFilled, context), ...(key === undefined ? [] : [key])].join(' ')
}

function inSteps(table: string, column: string, isFilled: boolean, context: OperationContext): string {
  const { traits, isMade, isNewColumn } = context
  const name = sqlName(table, traits)
  const count = `SELECT count(*) FROM ${name} WHERE ${traits.quote(column)} IS NULL`
  if (isMade(table))
    return updatedBefore(table, column, context) === undefined
      ? `Fill the rows in which it is NULL first, and count them: ${count}.`
      : `Fill the rows that it leaves out as well, and count them: ${count}.`
  const sources = droppedFillSources(table, column, context)
  const kept =
    sources.length === 0
      ? ''
      : ` Until then ${listWords(sources)} ${sources.length === 1 ? 'has' : 'have'} to stay, too: rows are filled from ${sources.length === 1 ? 'it' : 'them'}.`
  const rows = isNewColumn(table, column)
    ? `${column} is new, and the code that runs leaves it NULL: fill the rows, let the code write it, and set NOT NULL in a later release, when this counts none: ${count}.${kept}`
    : `Let the code stop writing NULL, fill the rows that have it, and count them: ${count}.`
  if (traits.laterValidation !== true) return rows
  // Of a column that is filled, nothing else has said so.
  const isWritten = isFilled && isLeftNull(table, column, context.before, context)
  const until = isNewColumn(table, column)
    ? `When the code that writes ${column} runs everywhere, add`
    : isWritten
      ? `When no code that runs leaves ${column} NULL, add`
      : 'Add'
  const refuses =
    isWritten || isNewColumn(table, column) ? ', which refuses INSERTs without it from then on,' : ''
  const proven = `${until} CHECK (… IS NOT NULL) NOT VALID${refuses} and validate it in ${nextTransaction(context)}: SET NOT NULL then reads nothing.`
  return isFilled ? proven : `${rows} ${proven}`
}

/** A validated CHECK whose conjunction says `column IS NOT NULL`. */
function isProvenNotNull(table: Table, column: string): boolean {
  return table.constraints.some(constraint => {
    if (constraint.type === 'not-null')
      return constraint.notValid !== true && constraint.columns.includes(column)
    if (constraint.type !== 'check' || constraint.notValid === true || constraint.notEnforced === true)
      return false
    const words = constraint.expression.toLowerCase().replace(/[()"`]/g, ' ')
    if (/\bor\b/.test(words)) return false
    return words
      .split(/\band\b/)
      .some(part => part.trim().replace(/\s+/g, ' ') === `${column.toLowerCase()} is not null`)
  })
}

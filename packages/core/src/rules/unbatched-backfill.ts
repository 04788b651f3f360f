import type { OperationOf } from '../operations/operation.ts'
import { isSetToItself } from '../operations/set-to-itself.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { oneBatch } from './advice/one-batch.ts'
import { columnIn } from './names/known-columns.ts'
import { computedAlready } from './rows/computed-already.ts'
import { noConstantDefault } from './rows/constant-default.ts'
import { isJoinedFill } from './rows/joined-fill.ts'
import { defaultInstead, isOneValue, leaveOut } from './rows/one-value-for-all.ts'
import { waitingForBatches } from './rows/sources-dropped-later.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const unbatchedBackfill: Rule = {
  id: 'unbatched-backfill',
  category: 'locking',
  severity: 'warning',
  title: 'One UPDATE fills a new column in every row.',
  why: `Each row stays locked until the statement has come to the last one, so that writers wait. PostgreSQL leaves a dead
copy of every row; MySQL and MariaDB replicas apply it in one piece and fall behind.`,
  instead: `Fill the column in batches of some thousand rows by primary key, each in a transaction of its own, outside the
migration. Where one value serves all rows, ADD COLUMN … DEFAULT fills it without touching them.`,
  sources: [
    'PostgreSQL manual, Explicit Locking, Row-Level Locks; Routine Vacuuming, Recovering Disk Space',
    'MySQL 8.0 manual, Locks Set by Different SQL Statements in InnoDB',
  ],
  examples: {
    flagged: [
      {
        title: 'the value that ADD COLUMN has given every row already',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN plan int DEFAULT 1; UPDATE users SET plan = 1',
        instead: 'ALTER TABLE users ADD COLUMN plan int DEFAULT 1',
      },
      {
        title: 'every row is written again, so that a trigger runs',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: 'UPDATE users SET email = email',
        instead: { noSql: 'the same a range of keys at a time, which only the owner of the rows can choose' },
      },
      {
        title: 'no WHERE clause',
        given: 'CREATE TABLE users (id int PRIMARY KEY, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first || ' ' || last",
        transaction: 'none',
      },
      {
        title: 'a WHERE clause that every row fulfils, as the column is new',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = concat(first, ' ', last) WHERE name IS NULL",
      },
      {
        title: 'each row gets the value of the row of another table that it is joined to',
        dialect: 'mysql',
        given:
          'CREATE TABLE results (id int PRIMARY KEY, case_id int); CREATE TABLE cases (id int PRIMARY KEY, project_id int)',
        up: `ALTER TABLE results ADD COLUMN project_id int;
UPDATE results r INNER JOIN (SELECT id, project_id FROM cases) c ON r.case_id = c.id
SET r.project_id = c.project_id WHERE c.id = r.case_id;`,
        instead: { noSql: 'the same a range of keys at a time, which only the owner of the rows can choose' },
      },
      {
        title: 'one value, of a type that takes no constant default',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN settings json; UPDATE users SET settings = '{}'",
      },
      {
        title: 'some have a value by then',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, role varchar(20))',
        up: `ALTER TABLE users ADD COLUMN plan varchar(20);
UPDATE users SET plan = 'paid' WHERE role = 'owner';
UPDATE users SET plan = 'free' WHERE plan IS NULL;`,
      },
    ],
    allowed: [
      {
        title: 'a batch',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, first text)',
        up: 'ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first WHERE id BETWEEN 1 AND 5000',
      },
      {
        title: 'a table that is new in the same deploy',
        up: "CREATE TABLE plans (id int); ALTER TABLE plans ADD COLUMN name text; UPDATE plans SET name = 'free'",
      },
      {
        title: 'the rows that an UPDATE over all of them has left out',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE plans (user_id int, name varchar(20))',
        up: `ALTER TABLE users ADD COLUMN plan varchar(20);
UPDATE users JOIN plans ON plans.user_id = users.id SET users.plan = plans.name WHERE plans.name > '';
UPDATE users SET plan = 'free' WHERE plan IS NULL;`,
      },
      {
        title: 'the rows that another table names, which has such a column too',
        dialect: 'mysql',
        given:
          'CREATE TABLE posts (id int PRIMARY KEY); CREATE TABLE emails (id int, post_id int, list_id int)',
        up: `ALTER TABLE posts ADD COLUMN list_id int;
UPDATE posts SET list_id = 1 WHERE id IN (SELECT post_id FROM emails WHERE emails.list_id IS NULL);`,
      },
      {
        title: 'the rows to which another table picks a value by one of its own',
        dialect: 'mysql',
        given: 'CREATE TABLE posts (id int PRIMARY KEY); CREATE TABLE pins (post_id int, kind int, site int)',
        up: `ALTER TABLE posts ADD COLUMN site int;
UPDATE posts JOIN pins ON pins.post_id = posts.id AND pins.kind = 2 SET posts.site = pins.site;`,
      },
      {
        title: 'SQLite, where there is one writer at a time anyway',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT)',
        up: 'ALTER TABLE users ADD COLUMN name TEXT; UPDATE users SET name = first',
      },
    ],
  },

  checkOperation: {
    'update-rows'(operation, context) {
      const { table, columns, filter, where } = operation
      const { isNewColumn, isMade, filledRows, traits } = context
      if (traits.altersByRebuild === true || columns.length === 0) return undefined
      // What was in a column before is update-without-where's to tell.
      const isSelf = columns.every(column => isSetToItself(operation, column))
      if (!isSelf && !columns.every(column => isNewColumn(table, column))) return undefined
      if (isMade(table) || (isSelf && filter === 'present')) return undefined
      const tested = filter === 'present' ? columns.find(column => isNull(column, where)) : undefined
      const empty = tested === undefined ? undefined : filledRows(table, tested)
      const isJoined = filter === 'present' && !isSelf && isFirstJoined(operation, context)
      if (filter === 'present' && !isJoined && (empty === undefined || empty === 'all')) return undefined
      const rows =
        empty === 'some'
          ? `Every row of ${table} that has no ${tested} yet`
          : `Every row of ${table}${isJoined ? ' that the join finds' : ''}`
      const computed = computedAlready(operation, context)
      const byDefault = computed ?? defaultInstead(operation, context, empty !== 'some')
      return {
        message: `${rows} is locked while ${listWords(columns.map(column => `${table}.${column}`))} ${columns.length === 1 ? 'is' : 'are'} ${isSelf ? 'set to what it is' : isJoined ? 'filled' : whatIsDone(operation, context)} in one statement.`,
        objects: columns.map(column => `${table}.${column}`),
        instead: byDefault ?? `${inBatches(operation, context)}${waitingForBatches(operation, context)}`,
        ...(byDefault !== leaveOut &&
          computed === undefined &&
          oneBatch(operation, context, byDefault === undefined ? undefined : 'Where it cannot be a DEFAULT')),
      }
    },
  },
}

/** The first of them in the script: others go on with the rows that it has left out, or with another column. */
function isFirstJoined(operation: OperationOf<'update-rows'>, context: OperationContext): boolean {
  const { replayedScript, step, statement } = context
  return (
    isJoinedFill(operation, statement.text) &&
    earlierSteps(replayedScript.steps, step, operation.table, 'update-rows').length === 0
  )
}

/** Why not by a DEFAULT, where the one value that all get would allow it. */
function inBatches(operation: OperationOf<'update-rows'>, context: OperationContext): string {
  const { before, traits } = context
  const written = whatIsDone(operation, context) === 'set to NULL' ? 'Clear' : 'Fill'
  const batches = `${written} the column in batches of some thousand rows by primary key, each in a transaction of its own, outside the migration.`
  if (!isOneValue(operation, context)) return batches
  const refused = operation.columns
    .map(column => noConstantDefault(columnIn(before, operation.table, column)?.type, traits))
    .find(reason => reason !== undefined)
  return refused === undefined ? batches : `${batches} ${refused}`
}

function whatIsDone(
  { table, columns, assignments }: OperationOf<'update-rows'>,
  { filledRows }: OperationContext,
): string {
  if (columns.every(column => /^null$/i.test(assignments?.[column] ?? ''))) return 'set to NULL'
  return columns.some(column => filledRows(table, column) !== 'all') ? 'filled' : 'set again'
}

/** Is the whole condition that the column is NULL, which a new one is everywhere? */
function isNull(column: string, where = ''): boolean {
  const words = where
    .toLowerCase()
    .replace(/["`()]/g, ' ')
    .trim()
    .split(/\s+/)
    .join(' ')
  const name = column.toLowerCase()
  return words === `${name} is null` || (words.endsWith(`.${name} is null`) && words.split(' ').length === 3)
}

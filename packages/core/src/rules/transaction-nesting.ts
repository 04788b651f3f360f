import type { Script } from '../migration/migration.ts'
import { hasEffect } from '../operations/classes.ts'
import type { OperationOf } from '../operations/operation.ts'
import { stepsOf } from '../schema/find-steps.ts'
import type { Step } from '../schema/replay.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { nextTransaction } from './scripts/next-transaction.ts'
import { saidOutside } from './scripts/outside-transaction.ts'
import { endsTransaction, transactionAt } from './scripts/transaction-state.ts'

export const transactionNesting: Rule = {
  id: 'transaction-nesting',
  category: 'transaction',
  severity: 'warning',
  title: "The script begins or ends a transaction inside another one, such as the migration tool's own.",
  why: `BEGIN inside a transaction does nothing in PostgreSQL, commits the open one in MySQL, and is an error in SQLite.
COMMIT ends the tool's transaction: what follows, and the record of the migration, is no longer protected by it.`,
  instead: `Leave BEGIN and COMMIT out, or tell the tool not to open a transaction for this migration, where it can be told.`,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'BEGIN and COMMIT',
        up: 'BEGIN; CREATE TABLE users (id int); COMMIT',
        instead: 'CREATE TABLE users (id int)',
      },
      {
        title: 'COMMIT, so that a PRAGMA works which does nothing in a transaction',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'COMMIT; PRAGMA foreign_keys = OFF; BEGIN; DROP TABLE users',
        instead: 'DROP TABLE users',
      },
      {
        title: 'COMMIT alone, in the middle',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int; COMMIT; ALTER TABLE users ADD COLUMN plan text',
        instead: 'ALTER TABLE users ADD COLUMN age int; ALTER TABLE users ADD COLUMN plan text',
      },
      {
        title: 'SQLite refuses it',
        dialect: 'sqlite',
        up: 'BEGIN; CREATE TABLE users (id INTEGER PRIMARY KEY); COMMIT',
        instead: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
      },
      {
        title: 'BEGIN twice',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'BEGIN; INSERT INTO users VALUES (1); BEGIN; INSERT INTO users VALUES (2); COMMIT',
        transaction: 'none',
        instead: {
          up: 'BEGIN; INSERT INTO users VALUES (1); INSERT INTO users VALUES (2); COMMIT',
          transaction: 'none',
        },
      },
      {
        title: 'ROLLBACK, with more to come',
        given: 'CREATE TABLE users (id int)',
        up: 'INSERT INTO users VALUES (1); ROLLBACK; INSERT INTO users VALUES (2)',
        instead: 'INSERT INTO users VALUES (2)',
      },
    ],
    allowed: [
      {
        title: 'DDL has committed the one before',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `BEGIN; CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY);
BEGIN; INSERT INTO users VALUES (2); COMMIT;`,
        transaction: 'none',
      },
      {
        title: "DDL has ended the tool's",
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, age int)',
        up: `ALTER TABLE users ADD plan varchar(9);
START TRANSACTION; UPDATE users SET plan = 'free' WHERE age < 18; COMMIT;`,
      },
      { title: 'the tool opens none', up: 'BEGIN; CREATE TABLE users (id int); COMMIT', transaction: 'none' },
      { title: 'a savepoint', up: 'SAVEPOINT a; CREATE TABLE users (id int); RELEASE a' },
    ],
  },

  checkOperation: {
    'control-transaction'({ action }, context) {
      const problem = nested(action, context)
      return problem && { instead: leftOut('BEGIN and COMMIT', context), ...problem }
    },
  },
}

function nested(
  action: OperationOf<'control-transaction'>['action'],
  context: OperationContext,
): Problem | undefined {
  const { script, replayedScript, step, traits, statement } = context
  const begin = /^start\b/i.test(statement.text) ? 'START TRANSACTION' : 'BEGIN'
  // The tool has none of its own.
  if (script.oneQuery === true) return undefined
  const { steps } = replayedScript
  const position = steps.indexOf(step)
  const open = transactionAt(script, steps, position)
  const earlier = steps.slice(0, position)
  if (open === 'script' && action === 'begin') {
    const begun = earlier.findLastIndex(
      ({ operation }) => operation.kind === 'control-transaction' && operation.action === 'begin',
    )
    const isOver = earlier.slice(begun + 1).some(({ operation }) => traits.commitsImplicitly(operation))
    return isOver
      ? undefined
      : {
          message: `${begin} inside the transaction that the script has begun.`,
          instead: `Leave this ${begin} out, or end the first transaction before it.`,
        }
  }
  if (open !== 'runner') return undefined
  const last = earlier.findLastIndex(each => traits.commitsImplicitly(each.operation))
  const changed = earlier.slice(last + 1)
  // DDL has ended the tool's before: what is left to say is that it would end this one too.
  const isOver = last !== -1 && earlier[last]?.operation.kind !== 'control-transaction'
  if (isOver && action !== 'begin') return undefined
  const hasRows = !isOver && changed.some(({ operation }) => rowChanges.has(operation.kind))
  const later = steps.slice(position + 1)
  if (action === 'begin') {
    if (traits.nestedBegin === 'refused') return refusedBegin(begin)
    if (traits.nestedBegin === 'commits' && hasRows) return committedByBegin(begin)
    const end = later.find(endsTransaction)
    if (traits.nestedBegin === 'commits') {
      const within = later.slice(0, end === undefined ? later.length : later.indexOf(end))
      const isHeld = within.some(
        each => hasEffect(each.operation) && !traits.commitsImplicitly(each.operation),
      )
      if (!isHeld) return nothingHeld(begin)
      if (isOver || script.recordsApart === true) return undefined
      return {
        message: `${begin} takes the place of the migration tool's transaction${end === undefined ? '' : `, and ${wordOf(end)} in line ${end.location.line} ends it before the tool has recorded the migration in it`}.`,
        severity: 'info',
      }
    }
    return end === undefined
      ? { message: `${begin} does nothing inside the migration tool's transaction.`, severity: 'info' }
      : ended(
          `${begin} does nothing inside the migration tool's transaction, and ${wordOf(end)} in line ${end.location.line} ends it`,
          later.slice(later.indexOf(end) + 1),
          script,
          wordOf(end),
        )
  }
  // A BEGIN before it has said so already.
  const saidSo = earlier.some(
    ({ operation }) => operation.kind === 'control-transaction' && operation.action === 'begin',
  )
  if (saidSo || (action !== 'commit' && action !== 'rollback')) return undefined
  if (!traits.transactionalDdl && !hasRows) return undefined
  const own = later.find(each => each.operation.kind === 'control-transaction' || hasEffect(each.operation))
  const isBegun = own?.operation.kind === 'control-transaction' && own.operation.action === 'begin'
  if (isBegun && !earlier.some(({ operation }) => hasEffect(operation))) {
    return {
      message: `${wordOf(step)} ends the migration tool's transaction, and BEGIN in line ${own.location.line} opens one of the script's own: after a failure, what the deploy has done before this migration stays.`,
      severity: 'info',
      ...(setsForeignKeys(later[0]) && { instead: forForeignKeys }),
    }
  }
  const problem = ended(`${wordOf(step)} ends the migration tool's transaction`, later, script, wordOf(step))
  if (problem === undefined) return undefined
  const word = wordOf(step)
  const value = enumValueUsedBehind(earlier, later)
  return {
    ...problem,
    instead:
      value !== undefined && action === 'commit'
        ? `Put the ADD VALUE into ${nextTransaction(context)} before this one, and leave ${word} out then: a value that was added cannot be used in the same transaction, and '${value}' is used behind it.`
        : setsForeignKeys(later[0])
          ? forForeignKeys
          : leftOut(word, context),
  }
}

/** Most tools can be told so for one migration. */
function leftOut(what: string, { migration, direction }: OperationContext): string {
  const said = saidOutside(migration.layout, direction)
  return `Leave ${what} out${said === undefined ? '' : `, or tell the tool to open no transaction for this migration: ${said}`}.`
}

/** PostgreSQL manual, ALTER TYPE, Notes: error 55P04, unsafe use of new value. */
function enumValueUsedBehind(earlier: readonly Step[], later: readonly Step[]): string | undefined {
  const texts = later.map(({ statement }) => statement.text)
  return stepsOf(earlier, 'add-enum-value')
    .map(({ operation }) => operation.value)
    .find(value => texts.some(text => text.includes(`'${value.replaceAll("'", "''")}'`)))
}

/** SQLite manual, PRAGMA foreign_keys: a no-op within a transaction. */
const forForeignKeys =
  'PRAGMA foreign_keys does nothing inside a transaction, and a rebuild with foreign keys enforced deletes rows of other tables: do not just leave COMMIT out. Let who opens the connection set the PRAGMA, or write what follows so that it can run a second time.'

function setsForeignKeys(step: Step | undefined): boolean {
  return step?.operation.kind === 'set-variable' && step.operation.name === 'foreign_keys'
}

const rowChanges: ReadonlySet<string> = new Set(['insert-rows', 'update-rows', 'delete-rows'])

function committedByBegin(begin: string): Problem {
  return {
    message: `${begin} commits the rows that the migration tool's transaction has changed so far: a failure after it leaves them.`,
  }
}

function nothingHeld(begin: string): Problem {
  return {
    message: `${begin} holds nothing together here: each DDL statement commits on its own.`,
    instead: `Leave ${begin} and its COMMIT out: they promise what no transaction can hold here.`,
    severity: 'info',
  }
}

function refusedBegin(begin: string): Problem {
  return { message: `${begin} fails inside the migration tool's transaction.`, severity: 'error' }
}

function ended(
  what: string,
  later: readonly Step[],
  { recordsApart }: Script,
  end: string,
): Problem | undefined {
  if (later.some(({ operation }) => hasEffect(operation)))
    return {
      message:
        end === 'ROLLBACK'
          ? `${what}, with what came before: what follows is not undone by a failure.`
          : `${what}: a failure after that leaves what came before.`,
    }
  return recordsApart === true
    ? undefined
    : { message: `${what} before the tool has recorded the migration in it.`, severity: 'info' }
}

function wordOf({ operation }: Step): string {
  return operation.kind === 'control-transaction' ? operation.action.toUpperCase() : 'COMMIT'
}

import type { ObjectName } from '../operations/column.ts'
import { isBefore, type StepOf, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { childRowEffects } from './keys/child-rows.ts'
import { referencesTo } from './keys/dependents.ts'
import { foreignKeysAreOff } from './keys/foreign-keys-off.ts'
import { isPutBackAfter } from './rows/kept-aside.ts'
import type { OperationContext, Rule } from './rule.ts'
import { pragmaOutside, whereEnforced } from './scripts/pragma-outside-transaction.ts'
import { transactionAt } from './scripts/transaction-state.ts'
import { listWords } from './wording/list-words.ts'

/** SQLite ignores these inside a transaction. */
const ignored: ReadonlySet<string> = new Set(['foreign_keys', 'journal_mode', 'synchronous'])

export const sqlitePragmaInTransaction: Rule = {
  id: 'sqlite-pragma-in-transaction',
  category: 'transaction',
  severity: 'warning',
  title: 'This PRAGMA does nothing inside a transaction.',
  why: `SQLite ignores it there without an error. Most migration tools open a transaction, so that foreign keys stay as
they are although the script says that they are off.`,
  instead: 'Run this migration outside a transaction. In Knex: exports.config = { transaction: false }.',
  sources: ['SQLite, PRAGMA foreign_keys', 'measured: SQLite 3.40'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "the migration tool's transaction",
        dialect: 'sqlite',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY)',
        instead: [
          {
            up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY); PRAGMA foreign_keys = ON',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'a table that another one refers to is dropped behind it',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));`,
        up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: [
          {
            up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;`,
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'outside a transaction',
        dialect: 'sqlite',
        transaction: 'none',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY); PRAGMA foreign_keys = ON',
      },
      {
        title: 'what is dropped, and what refers to it, are new in the deploy and empty',
        dialect: 'sqlite',
        after: {
          up: `CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, shop_id INTEGER REFERENCES shops (id) ON DELETE CASCADE);`,
        },
        up: `PRAGMA foreign_keys = OFF;
CREATE TABLE shops_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO shops_new (id) SELECT id FROM shops;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;
PRAGMA foreign_keys = ON;`,
      },
      { title: 'a PRAGMA that only reads', dialect: 'sqlite', up: 'PRAGMA foreign_keys' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }, context) {
      const { migration, script, replayedScript, step, statement } = context
      if (value === undefined || !ignored.has(name) || !/^\s*pragma\b/i.test(statement.text)) return undefined
      const { steps } = replayedScript
      const open = transactionAt(script, steps, steps.indexOf(step))
      if (open === 'none') return undefined
      // Done before, by the runner or outside the transaction.
      if (name === 'foreign_keys' && isOff(value) && foreignKeysAreOff(context)) return undefined
      // Switching back on at the end says nothing new.
      const settings = stepsOf(steps, 'set-variable').filter(({ operation }) => operation.name === name)
      const [first] = settings
      const dropped = name === 'foreign_keys' && first ? worstDrop({ ...context, step: first }) : undefined
      const guard = settings.findLast(
        each =>
          dropped !== undefined &&
          isBefore(steps, each, dropped) &&
          each.operation.value !== undefined &&
          isOff(each.operation.value),
      )
      if (step !== (guard ?? first)) return undefined
      const whose = open === 'script' ? 'a transaction' : "the migration tool's transaction"
      const what = `PRAGMA ${name} = ${value} does nothing inside ${whose}`
      const instead = pragmaOutside(open, migration)
      if (name !== 'foreign_keys' || !isOff(value)) return { message: `${what}.`, instead }
      const isHarmless = (each: StepOf<'drop-table'>) => !isHarmful(each, context)
      const parents = droppedParents(context)
      // Their rows, and those that refer to them, are none of before the deploy.
      if (dropped === undefined && parents.length > 0 && touchesNewTablesAlone(context)) return undefined
      if (dropped === undefined) return { message: `${what}: foreign keys stay as they are.`, instead }
      const { operation, location } = dropped
      const where = `${whereEnforced('where', migration)}, the drop of ${operation.table} on line ${location.line}`
      if (parents.every(isHarmless)) {
        const emptied = listWords([...new Set(childrenOf(dropped))])
        return {
          message: `${what}: ${where} takes the rows of ${emptied} along, which the script puts back from its copy.`,
          instead: `${instead} The copy is not needed then.`,
          severity: 'info',
        }
      }
      const effects = childRowEffects(
        operation.table,
        dropped.before,
        child => mayHaveRows(child, dropped, context),
        child => isPutBackAfter(child, { ...context, step: dropped }),
      )
      return {
        message: `${what}: ${where} ${effects.length === 0 ? 'fails while rows refer to it' : listWords(effects)}.`,
        instead,
      }
    },
  },
}

function isOff(value: string): boolean {
  return /^(?:off|0|false|no)$/i.test(value)
}

/** Those that the script drops behind the PRAGMA while another one refers to them. */
function droppedParents({
  replayedScript: { steps },
  step,
}: OperationContext): readonly StepOf<'drop-table'>[] {
  return stepsOf(steps, 'drop-table').filter(
    each => isBefore(steps, step, each) && childrenOf(each).length > 0,
  )
}

function childrenOf({ before, operation: { table } }: StepOf<'drop-table'>): readonly ObjectName[] {
  return referencesTo(table, before).map(child => child.table)
}

/** The first drop that takes what the script does not put back, else the first that takes anything. */
function worstDrop(context: OperationContext): StepOf<'drop-table'> | undefined {
  const acting = droppedParents(context).filter(each => mayActOnRows(each, context))
  return acting.find(each => isHarmful(each, context)) ?? acting[0]
}

function isHarmful(drop: StepOf<'drop-table'>, context: OperationContext): boolean {
  return mayActOnRows(drop, context) && !putsAllBack(drop, context)
}

function mayActOnRows(drop: StepOf<'drop-table'>, context: OperationContext): boolean {
  return childrenOf(drop).some(child => mayHaveRows(child, drop, context))
}

/** A table that the deploy has made and filled with nothing has no row to act on. */
function mayHaveRows(
  child: ObjectName,
  drop: StepOf<'drop-table'>,
  { isNew, replayedScript: { steps } }: OperationContext,
): boolean {
  return !isNew(child) || stepsOn(steps, child, 'insert-rows').some(each => isBefore(steps, each, drop))
}

/** No row of another table is lost by the drop, nor stops it, nor loses a value. */
function putsAllBack(drop: StepOf<'drop-table'>, context: OperationContext): boolean {
  const { table } = drop.operation
  const place = { ...context, step: drop }
  return (
    referencesTo(table, drop.before).every(({ foreignKey }) => foreignKey.onDelete === 'cascade') &&
    childRowEffects(
      table,
      drop.before,
      () => true,
      child => isPutBackAfter(child, place),
    ).length === 0
  )
}

function touchesNewTablesAlone({ deployed, replayedScript: { steps } }: OperationContext): boolean {
  return stepsOf(steps, 'insert-rows', 'update-rows', 'delete-rows', 'drop-table').every(
    ({ operation }) => findTable(deployed, operation.table) === undefined,
  )
}

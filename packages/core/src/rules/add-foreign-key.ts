import { effectsOfStep } from '../dialects/effects-of-step.ts'
import { writeReferences } from '../dialects/writing/write-constraint.ts'
import type { Constraint, ObjectName } from '../operations/column.ts'
import { type StepOf, stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import type { Step } from '../schema/replay.ts'
import { lockLasts } from './advice/lock-lasts.ts'
import { notValid } from './advice/not-valid.ts'
import { constraintGoneInDeploy } from './deploy/constraint-in-deploy.ts'
import { lockHeldOn } from './deploy/held-lock.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { blockedTables, scansUnderLock } from './scripts/blocked-table.ts'
import { nextTransaction } from './scripts/next-transaction.ts'
import { listWords } from './wording/list-words.ts'

export const addForeignKey: Rule = {
  id: 'add-foreign-key',
  category: 'locking',
  severity: 'warning',
  title: 'Adding a foreign key checks every row while writers wait.',
  why: `PostgreSQL locks both tables against writes until every row has been looked up. MySQL and MariaDB copy the whole
table. A row without a parent stops the statement at the end of all that.`,
  instead: `In PostgreSQL, add it NOT VALID, and VALIDATE CONSTRAINT in another migration, which lets writes go on. In
MySQL, look for rows without a parent first, and add it at a quiet time or with an online schema change tool.`,
  sources: [
    'PostgreSQL manual, ALTER TABLE, NOT VALID',
    'measured: PostgreSQL 15 (of ADD COLUMN, with and without a default, by debug1), MariaDB 10.11',
  ],
  examples: {
    flagged: [
      {
        title: 'between two tables with rows',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'two in one statement',
        given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY);
CREATE TABLE carts (id int, user_id int, order_id int);`,
        up: `ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id),
  ADD CONSTRAINT carts_order FOREIGN KEY (order_id) REFERENCES orders (id)`,
      },
      {
        title: 'MySQL copies the table',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: {
          noSql: 'with checks on InnoDB always copies; an online schema change tool does it without',
        },
      },
      {
        title: 'of a column that is new and empty, in MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int)',
        up: `ALTER TABLE carts ADD COLUMN user_id int;
ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id);`,
        instead: {
          noSql: 'with checks on InnoDB always copies; an online schema change tool does it without',
        },
      },
      {
        title: 'of a column that is added with a default',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE carts ADD COLUMN user_id int DEFAULT 1 REFERENCES users (id)',
        instead: { noSql: 'without the default there is nothing to look up; what the rows get hangs on it' },
      },
      {
        title: 'in the place of another one, in one statement',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int, user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP CONSTRAINT carts_user,
  ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
      },
    ],
    allowed: [
      {
        title: 'NOT VALID',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
      },
      {
        title: 'of a column that is added without a default, with a unique key that reads the table',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE carts ADD COLUMN user_id int UNIQUE REFERENCES users (id)',
      },
      {
        title: 'a table that is new in the same deploy',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE carts (id int, user_id int);
ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
    ],
  },

  checkOperation: {
    'add-constraint'(operation, context) {
      // One statement that adds many is one finding.
      const { statement, replayedScript, step } = context
      const inStatement = stepsOn(replayedScript.steps, operation.table, 'add-constraint').filter(
        each => each.statement === statement,
      )
      if (inStatement.find(each => lookedUp(each, context) !== undefined) !== step) return undefined
      const together = inStatement.flatMap(each => lookedUp(each, context) ?? [])
      const parents = together.map(({ parent }) => parent)
      return checked(
        parents,
        together.flatMap(({ blocked }) => blocked),
        context,
        notValid(operation, context),
      )
    },
    // Without a default the column is empty: nothing is looked up, and the lock is short.
    'add-column'({ column, constraints }, context) {
      const parents = constraints.flatMap(each => parentToLookUp(each) ?? [])
      const { default: value, generated, autoIncrement } = column
      const isEmpty = value === undefined && generated === undefined && autoIncrement === undefined
      // PostgreSQL may scan for a UNIQUE of the same column, and looks up no parent all the same.
      if (isEmpty && context.traits.laterValidation === true) return undefined
      return scansUnderLock(context.effects)
        ? checked(parents.slice(0, 1), blockedTables(context.effects), context, {})
        : undefined
    },
  },
}

function lookedUp(
  each: StepOf<'add-constraint'>,
  { traits, isMade, step, effects: own }: OperationContext,
): { readonly parent: ObjectName; readonly blocked: readonly ObjectName[] } | undefined {
  const parent = parentToLookUp(each.operation.constraint)
  if (parent === undefined) return undefined
  const effects = each === step ? own : effectsOfStep(each, traits)
  const blocked = blockedTables(effects.filter(({ table }) => !isMade(table)))
  return blocked.length === 0 ? undefined : { parent, blocked }
}

function parentToLookUp(constraint: Constraint): ObjectName | undefined {
  return constraint.type === 'foreign-key' && constraint.notValid !== true
    ? constraint.references.table
    : undefined
}

function checked(
  parents: readonly ObjectName[],
  blocked: readonly ObjectName[],
  context: OperationContext,
  suggestion: Pick<Problem, 'suggestion'>,
): Problem | undefined {
  const { step, traits } = context
  const gone = goneAgain(step, parents.length, context)
  // Where one writes at a time anyway, Knex's way to add it is told as what it does to the rows.
  if (parents.length === 0 || blocked.length === 0 || traits.embedded === true) return undefined
  const table = 'table' in step.operation ? (step.operation.table ?? '') : ''
  const tables = [...new Set(blocked)]
  const [key, is, it] = parents.length === 1 ? ['key', 'is', 'it'] : ['keys', 'are', 'them']
  return {
    message: `The foreign ${key} from ${table} to ${listWords([...new Set(parents)])} ${is} checked row by row while nobody can write to ${listWords(tables)}${withoutReaders(step, tables, context)}.`,
    instead:
      gone !== undefined
        ? `Leave ${it} out, unless the deploy itself needs ${it}: ${inPlace(gone, context)} takes ${it} away again.`
        : traits.laterValidation === true
          ? `Add ${it} NOT VALID, and VALIDATE CONSTRAINT in ${nextTransaction(context)}, which lets writes go on.${besideColumn(step, context)}${lockLasts(table, context)}`
          : isEmpty(step, context)
            ? `Add ${it} at a quiet time or with an online schema change tool: no row has a value yet, but the table is written again.`
            : `Look for rows without a parent first, and add ${it} at a quiet time or with an online schema change tool.`,
    objects: [table],
    ...(gone === undefined && suggestion),
  }
}

/** Of the tables that cannot be written to: another clause of this statement may keep readers out too, or an earlier statement
 * of the transaction, as DROP of a foreign key does on both tables (measured: PostgreSQL 15). */
function withoutReaders(step: Step, blocked: readonly ObjectName[], context: OperationContext): string {
  const byClause = blocked.filter(table => keepsReadersOut(step, table, context))
  const byLock = blocked.flatMap(table => {
    const lock = byClause.includes(table) ? undefined : lockHeldOn(table, context)
    return lock === undefined ? [] : [{ table, lock }]
  })
  const kept = [...byClause, ...byLock.map(({ table }) => table)]
  if (kept.length === 0) return ''
  const held = [...new Set(byLock.map(({ lock }) => lock))]
  const reads = `, nor read ${kept.length > 1 && kept.length === blocked.length ? 'them' : listWords(kept)}`
  if (byClause.length > 0) return reads
  return `${reads}: the ${held.length === 1 ? 'lock' : 'locks'} of ${listWords(held)} ${held.length === 1 ? 'is' : 'are'} still held`
}

/** Another clause of the statement has a stronger lock (measured: PostgreSQL 15, DROP CONSTRAINT beside it). */
function keepsReadersOut(
  step: Step,
  table: ObjectName,
  { replayedScript: { steps }, traits }: OperationContext,
): boolean {
  return stepsOfStatement(steps, step.statement).some(each =>
    effectsOfStep(each, traits).some(
      effect => effect.blocksReads === true && sameObject(each.before, effect.table, table),
    ),
  )
}

/** Where all that the statement adds goes again by the end of the deploy. */
function goneAgain({ operation }: Step, parents: number, context: OperationContext): Step | undefined {
  if (operation.kind !== 'add-constraint' || parents > 1) return undefined
  return constraintGoneInDeploy(operation.table, operation.constraint, operation.constraint.name, context)
}

/** Of a column that is empty and may be NULL, REFERENCES behind ADD COLUMN looks at no row (PostgreSQL, transformFKConstraints). */
function besideColumn(step: Step, context: OperationContext): string {
  const { operation } = step
  if (operation.kind !== 'add-constraint' || operation.constraint.type !== 'foreign-key') return ''
  const { columns, references, unkept } = operation.constraint
  const [column, ...others] = columns
  if (column === undefined || others.length > 0 || !isEmpty(step, context)) return ''
  const inline = unkept === true ? 'it' : writeReferences(operation.constraint, context.traits)
  return ` Or write ${inline} behind the ADD COLUMN of ${column}, where ${references.table} is there already: no row has a value then, and none is looked at.`
}

/** The deploy has added its column, and no row has a value in it. */
function isEmpty({ operation }: Step, { isNewColumn, filledRows, before }: OperationContext): boolean {
  if (operation.kind !== 'add-constraint' || operation.constraint.type !== 'foreign-key') return false
  const { table, constraint } = operation
  return constraint.columns.some(
    column =>
      isNewColumn(table, column) &&
      filledRows(table, column) === 'none' &&
      columnIn(before, table, column)?.nullable === true,
  )
}

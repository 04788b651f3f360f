import type { Column, Constraint, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { canonicalExpression } from '../schema/canonical-text.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { findConstraint, findTable } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import {
  checksBefore,
  checksOf,
  isWholeIn,
  type RowsTouched,
  rowsTouched,
  rowsTouchedBefore,
} from './checks/check-before.ts'
import { checkHolds } from './checks/check-holds.ts'
import { isImplied } from './checks/check-implied.ts'
import { type Narrowing, narrowings } from './checks/check-narrowed.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isUnknownToCode } from './names/unknown-to-code.ts'
import { isEmptiedFirst } from './rows/emptied-first.ts'
import { updatedBefore } from './rows/moved-away.ts'
import { copiedColumns, copiedTable, leavesOutRows } from './rows/rebuild-copy.ts'
import type { OperationContext, Rule } from './rule.ts'
import { blockedTables, scansUnderLock } from './scripts/blocked-table.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'
import { shortened } from './wording/shortened.ts'

export const addCheckOnExisting: Rule = {
  id: 'add-check-on-existing',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A CHECK comes that rows of the table may not meet.',
  why: `One such row stops ADD CONSTRAINT and ADD COLUMN, or the INSERT that copies the rows into a table that is built anew. INSERT OR IGNORE leaves it
out without a word, and it is gone with the old table. MariaDB, and SQLite before 3.37, do not look at the rows when a column
comes with a CHECK: the row stays, and no UPDATE of it is taken any more.`,
  instead: 'Count the rows that do not meet it first, and change or delete them before this migration.',
  sources: [
    'SQLite, CREATE TABLE, CHECK constraints; ALTER TABLE ADD COLUMN',
    'measured: SQLite 3.36, 3.37, 3.40 and 3.50, MariaDB 10.11 (error 4025 of the UPDATE), PostgreSQL 15',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a value that the CHECK before took',
        given:
          "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT known;
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state IN ('new', 'done'));`,
        instead: { noSql: 'what becomes of the rows with the value hangs on what it means' },
      },
      {
        title: 'a default that the CHECK does not take: who does not name the column is refused',
        dialect: 'mysql',
        given: 'CREATE TABLE tokens (id int PRIMARY KEY)',
        after: { up: 'ALTER TABLE tokens ADD COLUMN kind int NOT NULL DEFAULT 0' },
        up: `UPDATE tokens SET kind = 1 WHERE kind = 0;
ALTER TABLE tokens ADD CONSTRAINT known CHECK (kind = 1 OR kind = 2);`,
        instead: `UPDATE tokens SET kind = 1 WHERE kind = 0;
ALTER TABLE tokens ALTER COLUMN kind SET DEFAULT 1;
ALTER TABLE tokens ADD CONSTRAINT known CHECK (kind = 1 OR kind = 2);`,
      },
      {
        title: 'a value whose rows an earlier migration of the deploy changes',
        given:
          "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
        after: { up: "UPDATE jobs SET state = 'new' WHERE state = 'lost'" },
        up: "ALTER TABLE jobs DROP CONSTRAINT known, ADD CONSTRAINT known CHECK (state IN ('new', 'done'))",
        instead: { noSql: 'the code has to stop writing the value first' },
      },
      {
        title: 'a value whose rows the script changes once the CHECK is there, NOT VALID',
        given:
          "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT known, ADD CONSTRAINT known CHECK (state IN ('new', 'done')) NOT VALID;
UPDATE jobs SET state = 'new' WHERE state = 'lost';
ALTER TABLE jobs VALIDATE CONSTRAINT known;`,
        instead: { noSql: 'the code has to stop writing the value first' },
      },
      {
        title: 'a bound that is narrower',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT alive CHECK (age <= 150))',
        up: `ALTER TABLE users DROP CONSTRAINT alive;
ALTER TABLE users ADD CONSTRAINT alive CHECK (age BETWEEN 0 AND 120);`,
        instead: { noSql: 'what becomes of the rows beyond it hangs on what they mean' },
      },
      {
        title: 'a new CHECK',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: {
          noSql:
            'SQLite tests each row that is copied; the UPDATE or DELETE before it hangs on what the rows mean',
        },
      },
      {
        title: 'rows that do not meet it are left out',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT OR IGNORE INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: {
          noSql:
            'SQLite tests each row that is copied; the UPDATE or DELETE before it hangs on what the rows mean',
        },
      },
      {
        title: 'ADD COLUMN with a CHECK of what is there',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users ADD COLUMN guardian INTEGER CHECK (guardian IS NOT NULL OR age >= 18)',
        instead: 'ALTER TABLE users ADD COLUMN guardian INTEGER',
      },
      {
        title: 'a default that does not meet it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN seats INTEGER DEFAULT 0 CHECK (seats > 0)',
        instead: 'ALTER TABLE users ADD COLUMN seats INTEGER DEFAULT 1 CHECK (seats > 0)',
      },
      {
        title: 'a default that does not meet it, where the server does not look',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN seats int DEFAULT 0 CHECK (seats > 0)',
        instead: 'ALTER TABLE users ADD COLUMN seats int DEFAULT 1 CHECK (seats > 0)',
      },
      {
        title: 'MODIFY of MariaDB does not look either',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY, seats int)',
        up: 'ALTER TABLE users MODIFY seats int CHECK (seats > 0)',
        instead: {
          noSql:
            'the rows that do not meet it are looked for first; what becomes of them hangs on what they mean',
        },
      },
    ],
    allowed: [
      {
        title: 'a CHECK of a column that the migration adds itself, whose default it takes',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'paid', 'trial'));
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('free', 'paid'));`,
      },
      {
        title: 'a CHECK of a column that an earlier migration of the deploy adds, whose default it takes',
        given: 'CREATE TABLE users (id int)',
        after: {
          up: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'paid', 'trial'))",
        },
        up: `ALTER TABLE users DROP CONSTRAINT users_plan_check;
ALTER TABLE users ADD CONSTRAINT users_plan_check CHECK (plan IN ('free', 'paid'));`,
      },
      {
        title: 'values that are renamed in a table which the code that runs knows by another name',
        given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'done')))",
        up: `ALTER TABLE jobs RENAME TO tasks;
ALTER TABLE tasks DROP CONSTRAINT known;
UPDATE tasks SET state = 'NEW' WHERE state = 'new';
UPDATE tasks SET state = 'DONE' WHERE state = 'done';
ALTER TABLE tasks ADD CONSTRAINT known CHECK (state IN ('NEW', 'DONE'));`,
      },
      {
        title: 'a value more than before',
        given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'done')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT known;
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state = ANY (ARRAY['new'::text, 'done'::text, 'lost'::text]));`,
      },
      {
        title: 'a CHECK of what none has looked at',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
      },
      {
        title: 'ADD COLUMN with a CHECK of the new column alone',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: "ALTER TABLE users ADD COLUMN plan TEXT CHECK (plan IN ('free', 'paid'))",
      },
      {
        title: 'a default that meets it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN plan TEXT DEFAULT 'free' CHECK (plan IN ('free', 'paid'))",
      },
      {
        title: 'ADD COLUMN with a CHECK that NULL meets',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, age INTEGER)',
        up: `ALTER TABLE users ADD COLUMN parent_id INTEGER CHECK (id IS NOT parent_id);
ALTER TABLE users ADD COLUMN guardian_age INTEGER CHECK (guardian_age > age);`,
      },
      {
        title: 'the same CHECK as before',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18), plan TEXT);
INSERT INTO users_new (id, age) SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a CHECK that lets in more than the one before',
        dialect: 'sqlite',
        given:
          "CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT CHECK (plan IN ('free', 'paid')), age INTEGER CHECK (age >= 18))",
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT CHECK (plan IN ('trial', 'free', 'paid')), age INTEGER CHECK (age >= 16));
INSERT INTO users_new SELECT id, plan, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'ADD COLUMN with a CHECK that the rows meet already, in other words',
        dialect: 'sqlite',
        given:
          'CREATE TABLE jobs (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, CHECK ((a IS NULL) <> (b IS NULL)))',
        up: 'ALTER TABLE jobs ADD COLUMN c INTEGER CHECK ((a IS NULL) != (b IS NULL))',
      },
      {
        title: 'values that meet it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT INTO users_new (id, age) SELECT id, CASE WHEN age >= 18 THEN age END FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a CHECK on a column that is new',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT CHECK (plan IN ('a', 'b')));
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'add-column': (operation, context) =>
      operation.constraints.flatMap(each =>
        each.type === 'check' && each.notEnforced !== true ? (added(each, operation, context) ?? []) : [],
      ),
    'change-column': ({ table, to, constraints }, context) =>
      constraints.flatMap(each =>
        each.type === 'check' && each.notEnforced !== true ? (changed(each, table, to, context) ?? []) : [],
      ),
    'add-constraint'({ table, constraint }, context) {
      if (constraint.type !== 'check' || constraint.notEnforced === true) return undefined
      const { effects, isNew, step, replayedScript, before, tableBefore } = context
      const known = tableBefore(table)
      // Its name is taken: the statement does not come to the rows.
      if (known && constraint.name !== undefined && findConstraint(known, constraint.name, before.semantics))
        return undefined
      if (isNew(table) || isEmptiedFirst(table, step, replayedScript)) return undefined
      const looks = scansUnderLock(effects) || blockedTables(effects).length > 0
      if (!looks && constraint.notValid !== true) return undefined
      const refused = defaultsRefused(table, constraint, context)
      const narrowed = narrowings(
        constraint.expression,
        checksBefore(table, constraint.expression, context),
        isWholeIn(table, context),
      )
        .filter(narrowing => !isOfOwnColumn(table, narrowing, context))
        .flatMap(narrowing => {
          const problem = leftOut(table, narrowing, constraint, context)
          return problem === undefined ? [] : [{ ...problem, objects: [table] }]
        })
      return [...refused, ...narrowed]
    },
    'insert-rows'(operation, context) {
      const source = copiedTable(operation, context)
      const target = findTable(context.before, operation.table)
      // A table that was first seen in the middle of its life may have had the same CHECK.
      if (source?.complete !== true || target === undefined) return undefined
      const known = checksOf(source)
      // What an expression fills, or an UPDATE went over, was looked at.
      const names = copiedColumns(operation, target)
        .filter(([{ name }, from]) => from.trim().toLowerCase() === name.toLowerCase())
        .filter(([{ name }]) => updatedBefore(source.name, name, context) === undefined)
        .map(([{ name }]) => name.toLowerCase())
      const added = target.constraints.flatMap(each =>
        each.type === 'check' &&
        !known.some(check => plain(check) === plain(each.expression)) &&
        !isImplied(each.expression, known) &&
        names.some(name => wordsOf(each.expression).includes(name))
          ? [each.expression]
          : [],
      )
      return added.map(expression =>
        leavesOutRows(context.statement)
          ? {
              message: `Rows of ${source.name} that do not meet ${expression} are not copied, and are gone when the old table is dropped.`,
              severity: 'error',
              objects: [source.name],
            }
          : {
              message: `A row of ${source.name} that does not meet ${expression} stops the copy.`,
              objects: [source.name],
            },
      )
    },
  },
}

/** As it is when the script is done: what is set behind the CHECK counts. */
function defaultsRefused(
  table: ObjectName,
  { expression }: Check,
  { before, replayedScript, addedBy }: OperationContext,
): readonly Problem[] {
  const names = [...new Set(namesIn(expression))].filter(name => columnIn(before, table, name) !== undefined)
  return names.flatMap(name => {
    const value = columnIn(replayedScript.after, table, name)?.default
    const isThis = (other: string): boolean => sameColumn(before, other, name)
    if (value === undefined || checkHolds(expression, isThis, value) !== false) return []
    const isUnknown = addedBy(table, name) !== undefined
    const who = isUnknown
      ? 'every INSERT of running code, which does not know the column,'
      : 'every INSERT that does not name the column'
    return {
      message: `${table}.${name} has DEFAULT ${value}, which does not meet ${shortened(expression)}: ${who} is refused from here on.`,
      ...(isUnknown && { severity: 'error' as const }),
      instead: `Give ${name} a default that the CHECK takes before this, or let the CHECK take ${value} until all code that runs names the column.`,
      objects: [`${table}.${name}`],
    }
  })
}

/** A column that the deploy has added, in which each row still has the value that it came with. */
function isOfOwnColumn(
  table: ObjectName,
  { operand, removed }: Narrowing,
  context: OperationContext,
): boolean {
  const { addedBy, before, deploySteps, step } = context
  if (addedBy(table, operand) === undefined || rowsTouchedBefore(table, operand, context).length > 0)
    return false
  const isInserted = earlierSteps(deploySteps, step, table, 'insert-rows').some(
    ({ operation: { columns } }) =>
      columns.length === 0 || columns.some(each => sameColumn(before, each, operand)),
  )
  const value = columnIn(before, table, operand)?.default
  return !isInserted && (value === undefined || (removed !== undefined && !removed.includes(value)))
}

/** Rows that the CHECKs before let in. */
function leftOut(
  table: ObjectName,
  { operand, removed, rows, before }: Narrowing,
  { expression, notValid }: Check,
  context: OperationContext,
): Pick<Problem, 'message' | 'severity' | 'instead'> | undefined {
  const all = (notValid === true ? rowsTouched : rowsTouchedBefore)(table, operand, context)
  const own = all.filter(({ line }) => line !== undefined)
  // What the script itself does to the rows is the last word.
  const touched = own.length > 0 ? own : all
  const isMoved = ({ where, setTo, isUnknown }: RowsTouched, value: string) =>
    where === undefined
      ? setTo !== undefined && setTo !== value && expression.includes(setTo)
      : isUnknown !== true && where.includes(value) && setTo !== value
  const moving =
    removed === undefined ? [] : touched.filter(each => removed.some(value => isMoved(each, value)))
  const left = removed?.filter(value => !moving.some(each => isMoved(each, value)))
  const it = removed?.length === 1 ? 'it' : 'them'
  if (moving.length > 0 && left?.length === 0)
    return isUnknownToCode(table, context)
      ? undefined
      : moved(table, rows, moving, it, notValid === true, changedTogether(table, operand, context))
  const isSome = left !== undefined && left.length < (removed?.length ?? 0)
  const which = isSome ? `${operand} ${listWords(left, 6, 'or')}` : rows
  const them = isSome ? (left.length === 1 ? 'it' : 'them') : before
  const took = `the CHECK before let ${removed === undefined ? `in ${them}` : `${them} in`}`
  const unsure = touched.find(
    ({ where, isUnknown }) => where === undefined || isUnknown === true || removed === undefined,
  )
  const unless =
    unsure === undefined
      ? ''
      : `, unless ${placeOf(unsure)} has ${unsure.isDelete ? 'deleted' : 'changed'} it`
  return {
    message:
      notValid === true
        ? `A row of ${table} with ${which} stays${unless}, and NOT VALID refuses every later UPDATE of it: ${took}.`
        : `A row of ${table} with ${which} stops the statement${unless}: ${took}.`,
    ...(unsure !== undefined && {
      severity: 'info' as const,
      instead: `Make sure that ${placeOf(unsure)} reaches every such row, also one that the code writes until then: count before the deploy what it leaves.`,
    }),
  }
}

function placeOf({ line, isLater }: RowsTouched): string {
  if (line !== undefined) return `line ${line}`
  return isLater === true ? 'a later migration of the deploy' : 'an earlier migration of the deploy'
}

/** No row has the values any more, but for those that the code writes in the meantime. */
function moved(
  table: ObjectName,
  rows: string,
  moving: readonly RowsTouched[],
  it: string,
  notValid: boolean,
  together: readonly string[],
): Pick<Problem, 'message' | 'severity' | 'instead'> {
  const first = moving.find(({ line }) => line !== undefined) ?? moving[0]
  const isOne = moving.length === 1 || first?.line === undefined
  const by = isOne
    ? capitalized(placeOf(first ?? { isDelete: false }))
    : `The statements from line ${first.line} on`
  const isDelete = moving.every(each => each.isDelete)
  const does = isDelete ? (isOne ? 'deletes' : 'delete') : isOne ? 'changes' : 'change'
  const since =
    first?.line !== undefined || first?.isLater === true
      ? ''
      : `a row that the code has written since ${notValid ? 'stays, and no UPDATE of it is taken' : 'stops the statement'}, and `
  return {
    message: `${by} ${does} the rows of ${table} with ${rows}; ${since}code that still writes ${it} fails.`,
    severity: 'info',
    instead: isDelete
      ? `Deploy code that does not write ${it} any more before this migration.`
      : together.length > 1
        ? `Leave ${listWords(together)} as they are at first, and change them in a later release, when no code writes ${it} any more.`
        : `Let the CHECK take ${it} beside the new values at first, and leave ${it} out of it in a later release, when no code writes ${it} any more.`,
  }
}

/** The CHECKs that the statement drops and adds again, and the default of the column that it sets: one goes with the other. */
function changedTogether(
  table: ObjectName,
  column: string,
  { before, statement: { operations } }: OperationContext,
): readonly string[] {
  const dropped = operations.flatMap(each => (each.kind === 'drop-constraint' ? (each.name ?? []) : []))
  return operations.flatMap(each => {
    if (!('table' in each) || each.table === undefined || !sameObject(before, each.table, table)) return []
    if (each.kind === 'set-default' && sameColumn(before, each.column, column))
      return [`the default of ${each.column}`]
    const name =
      each.kind === 'add-constraint' && each.constraint.type === 'check' ? each.constraint.name : undefined
    return name !== undefined && dropped.some(other => sameColumn(before, other, name))
      ? [`the CHECK ${name}`]
      : []
  })
}

type Check = Extract<Constraint, { type: 'check' }>

function added(
  { expression }: Check,
  { table, column, ifNotExists }: OperationOf<'add-column'>,
  context: OperationContext,
): Problem | undefined {
  const { before, traits, tableBefore, isNew, step, replayedScript } = context
  const known = tableBefore(table)
  if (known === undefined || ifNotExists) return undefined
  if (isNew(table) || isEmptiedFirst(table, step, replayedScript)) return undefined
  const objects = [`${table}.${column.name}`]
  const fails = traits.testsAddedChecks
  const key = before.semantics.columnKey
  const isFilled = column.default !== undefined || column.nullable
  const isThis = (name: string) => key(name) === key(column.name)
  if (isFilled && checkHolds(expression, isThis, column.default) === false) {
    const filled = `Every row of ${table} gets ${column.default ?? 'NULL'}, which does not meet ${expression}`
    return fails
      ? { message: `${filled}: the statement fails if there is one.`, severity: 'error', objects }
      : { message: `${filled}: the server does not look, and ${refusedLater}.`, objects }
  }
  const words = wordsOf(expression)
  if (traits.laterValidation === true || ![...known.columns.keys()].some(name => words.includes(name)))
    return undefined
  if (holdsForNull(expression, column, known) || isImplied(expression, checksOf(known))) return undefined
  const row = `A row of ${table} that does not meet ${expression}`
  return {
    message: fails
      ? `${row} stops the statement: ADD COLUMN looks at each.`
      : `${row} stays: the server does not look, and ${refusedLater}.`,
    objects,
  }
}

function changed(
  { expression }: Check,
  table: ObjectName,
  to: Column,
  { traits, tableBefore, isNew, step, replayedScript, effects }: OperationContext,
): Problem | undefined {
  if (isNew(table) || isEmptiedFirst(table, step, replayedScript)) return undefined
  const known = checksOf(tableBefore(table))
  if (known.some(check => plain(check) === plain(expression)) || isImplied(expression, known))
    return undefined
  const isTested = traits.testsAddedChecks || effects.some(({ algorithm }) => algorithm === 'COPY')
  const row = `A row of ${table} that does not meet ${expression}`
  return {
    message: isTested
      ? `${row} stops the statement.`
      : `${row} stays: the server does not look, and ${refusedLater}.`,
    objects: [`${table}.${to.name}`],
  }
}

const refusedLater = 'refuses every later UPDATE of the row'

/** The new column is NULL in every row, and NULL compared with anything is NULL, which a CHECK takes; with IS NOT it is
 * true beside what is never NULL. */
function holdsForNull(expression: string, column: Column, { columns }: Table): boolean {
  if (column.generated !== undefined) return false
  if (column.default !== undefined && column.default.toLowerCase() !== 'null') return false
  const [left = '', ...rest] = wordsOf(expression)
  const right = rest.at(-1) ?? ''
  const name = column.name.toLowerCase()
  if (left === right || (left !== name && right !== name)) return false
  const other = columns.get(left === name ? right : left)
  const operator = rest.slice(0, -1).join(' ')
  if (other === undefined) return false
  if (operator === 'is not') return !other.nullable
  return ['=', '==', '<>', '!=', '<', '<=', '>', '>='].includes(operator)
}

function plain(expression: string): string {
  return canonicalExpression(expression)
}

function wordsOf(expression: string): readonly string[] {
  return expression.toLowerCase().match(/'[^']*'|[\w.]+|[^\s\w()"`[\]]+/g) ?? []
}

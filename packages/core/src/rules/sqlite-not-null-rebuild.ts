import type { Column, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { constraintsWith, indexesWith } from '../schema/find-parts.ts'
import { earlierSteps, earlierStepsOf, isBefore, renamesTo } from '../schema/find-steps.ts'
import { findColumn, findTable, primaryKeyOf } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { Table } from '../schema/schema-state.ts'
import { placeWithFile } from './deploy/later-in-deploy.ts'
import { plainName } from './keys/unique-already.ts'
import { hasUniqueKey } from './keys/unique-keys.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { filledBefore, fillingBefore } from './rows/moved-away.ts'
import { copiedColumns, copiedTable, leavesOutRows } from './rows/rebuild-copy.ts'
import type { OperationContext, Rule } from './rule.ts'
import { capitalized } from './wording/capitalized.ts'

export const sqliteNotNullRebuild: Rule = {
  id: 'sqlite-not-null-rebuild',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A table is built anew with NOT NULL, and rows with NULL are copied into it.',
  why: `One row with NULL stops the INSERT that copies the rows. A DEFAULT does not help: it is for a column that the INSERT
leaves out. INSERT OR IGNORE leaves such rows out without a word, and they are gone with the old table.`,
  instead: `Copy coalesce(column, value) in place of the column, or fill the rows that hold NULL with an UPDATE before.`,
  sources: ['SQLite manual, CREATE TABLE, NOT NULL constraints', 'measured: SQLite 3.50.4'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a default does not help',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL DEFAULT 'free');
INSERT INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL DEFAULT 'free');
INSERT INTO users_new (id, plan) SELECT id, coalesce(plan, 'free') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'rows with NULL are left out, and lost',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT OR IGNORE INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id, plan) SELECT id, coalesce(plan, 'free') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a foreign key, for which no value can be made up',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE names (user_id INTEGER REFERENCES users (id), name TEXT)',
        up: `CREATE TABLE names_new (user_id INTEGER NOT NULL REFERENCES users (id), name TEXT);
INSERT INTO names_new (user_id, name) SELECT user_id, name FROM names;
DROP TABLE names;
ALTER TABLE names_new RENAME TO names;`,
        instead: {
          noSql: 'whether such rows may go, or which row they belong to, is known to their author alone',
        },
      },
      {
        title: 'a UNIQUE, which takes one constant once',
        dialect: 'sqlite',
        given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT UNIQUE)',
        up: `CREATE TABLE teams_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO teams_new (id, name) SELECT id, name FROM teams;
DROP TABLE teams;
ALTER TABLE teams_new RENAME TO teams;`,
        instead: `CREATE TABLE teams_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO teams_new (id, name) SELECT id, coalesce(name, 'team ' || id) FROM teams;
DROP TABLE teams;
ALTER TABLE teams_new RENAME TO teams;`,
      },
      {
        title: 'a new column without a value',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id, plan) SELECT id, 'free' FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'an earlier migration of this deploy has taken NOT NULL away',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT NOT NULL)',
        after: {
          up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT);
INSERT INTO users_new SELECT id, plan FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
        },
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new SELECT id, plan FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'OR REPLACE puts the default in place of NULL',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL DEFAULT 'free');
INSERT OR REPLACE INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a value in place of NULL',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id, plan) SELECT id, coalesce(plan, 'free') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the rows are filled first',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: `UPDATE users SET plan = 'free' WHERE plan IS NULL;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a column that was NOT NULL before',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT NOT NULL)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'insert-rows'(operation, context) {
      const source = copiedTable(operation, context)
      const target = context.tableBefore(operation.table)
      if (source === undefined || target === undefined) return undefined
      const left = leftWithoutValue(operation, target, context).map(({ name }) => ({
        message: `No row of ${source.name} has a value for ${name}, which is NOT NULL without a default: the copy ${leavesOutRows(context.statement) ? 'leaves every row out' : 'fails if there is one'}.`,
        severity: 'error' as const,
        objects: [`${source.name}.${name}`],
      }))
      const copied = copiedColumns(operation, target)
        .filter(([to]) => !to.nullable && !(operation.replace && hasDefault(to)))
        .filter(([, from]) => mayHoldNull(from, source, context))
        .map(([to, from]) => {
          const column = `${source.name}.${to.name}`
          const leavesOut = leavesOutRows(context.statement)
          const filling = filledByDeploy(source.name, plainName(from), context)
          if (filling !== undefined) {
            return {
              message: `${capitalized(placeWithFile(filling, context))} leaves no row with NULL in ${column}; one that running code writes since ${leavesOut ? 'is not copied' : 'stops the copy'}.`,
              instead:
                'Nothing, if running code always gives it a value, or none runs between the migrations.',
              severity: 'info' as const,
              objects: [column],
            }
          }
          return {
            message: leavesOut
              ? `Rows with NULL in ${column} are not copied, and are gone when the old table is dropped.`
              : `A row with NULL in ${column} stops the copy, as the new column is NOT NULL.`,
            ...(leavesOut ? { severity: 'error' as const } : fittingValue(to.name, source, target, context)),
            objects: [column],
          }
        })
      return [...left, ...copied]
    },
  },
}

/** An earlier migration of the deploy has filled the column or deleted such rows, by the name that the table had then. */
function filledByDeploy(table: ObjectName, column: string, context: OperationContext): Step | undefined {
  const { replayedScript, deploySteps, step } = context
  const inDeploy = { ...context, replayedScript: { ...replayedScript, steps: deploySteps } }
  const before = renamesTo(replayedScript.steps, table).filter(each =>
    isBefore(replayedScript.steps, each, step),
  )
  const isWrittenSince = (name: string, filling: Step): boolean =>
    earlierSteps(deploySteps, step, name, 'update-rows', 'insert-rows').some(each =>
      isBefore(deploySteps, filling, each),
    )
  return [table, ...before.map(({ operation }) => operation.table)].flatMap(name => {
    const filling = fillingBefore(name, column, inDeploy)
    return filling?.runs === true && !isWrittenSince(name, filling) ? [filling] : []
  })[0]
}

/** No value that is made up fits a foreign key, and the same in each row no UNIQUE. */
function fittingValue(
  column: string,
  source: Table,
  target: Table,
  { before, replayedScript }: OperationContext,
): { readonly instead: string } {
  const parent = [...target.constraints, ...source.constraints].find(
    each => each.type === 'foreign-key' && each.columns.some(name => sameColumn(before, name, column)),
  )
  if (parent?.type === 'foreign-key') {
    return {
      instead: `Leave such rows out of the copy, WHERE ${column} IS NOT NULL, if they mean nothing; or give them the key of a row of ${parent.references.table}: no other value fits the foreign key.`,
    }
  }
  const result = findTable(replayedScript.after, source.name)
  const isUnique = [target, ...(result === undefined ? [] : [result])].some(table =>
    hasUniqueKey(table, { columns: [column] }, before),
  )
  if (isUnique) {
    return {
      instead: `Give each such row a value of its own, with an UPDATE before or in the copy: ${column} is UNIQUE, and takes one constant once.`,
    }
  }
  const isInKey = [target, ...(result === undefined ? [] : [result])].some(
    table =>
      constraintsWith(table, column, before.semantics).some(
        ({ type }) => type === 'unique' || type === 'primary-key',
      ) || indexesWith(table, column, before.semantics).some(({ unique }) => unique),
  )
  return isInKey
    ? {
        instead: `Fill the rows that hold NULL with an UPDATE before, each with a value of its own where a unique key with ${column} needs it: NULL is equal to nothing, one constant for all of them is.`,
      }
    : {
        instead: `Copy coalesce(${column}, …) with a value that fits in place of ${column}, or fill the rows that hold NULL with an UPDATE before.`,
      }
}

/** Of the new table: what the INSERT does not name, and nothing else fills. */
function leftWithoutValue(
  { columns }: OperationOf<'insert-rows'>,
  target: Table,
  { before }: OperationContext,
): readonly Column[] {
  if (columns.length === 0) return []
  const key = primaryKeyOf(target)
  const filled = [...columns, ...(key?.type === 'primary-key' ? key.columns : [])]
  return [...target.columns.values()].filter(
    column =>
      !column.nullable &&
      !hasDefault(column) &&
      column.generated === undefined &&
      !filled.some(name => sameColumn(before, name, column.name)),
  )
}

/** INSERT OR REPLACE puts it in place of NULL (SQLite manual, ON CONFLICT; measured: SQLite 3.40). */
function hasDefault(column: Column): boolean {
  return column.default !== undefined && column.default.toLowerCase() !== 'null'
}

/** NULL in the key of a table with rowids becomes the next number. */
function mayHoldNull(expression: string, source: Table, context: OperationContext): boolean {
  const { semantics } = context.before
  const name = expression.trim().replace(/^["`[]|["`\]]$/g, '')
  const column = findColumn(source, name, semantics)
  if (column === undefined || !column.nullable) return false
  const key = primaryKeyOf(source)
  const isKey =
    key?.type === 'primary-key' && key.columns.some(each => sameColumn(context.before, each, name))
  if (isKey || filledBefore(source.name, column.name, context)) return false
  return !isLoosenedHere(source, column.name, context)
}

/** The deploy itself has taken NOT NULL away, and this script has written no value since. */
function isLoosenedHere(source: Table, column: string, context: OperationContext): boolean {
  const { deployed, before, replayedScript, step } = context
  const { steps } = replayedScript
  if (columnIn(deployed, source.name, column)?.nullable !== false) return false
  const isSource = (name: string) =>
    sameObject(before, name, source.name) ||
    renamesTo(steps, source.name).some(({ operation }) => sameObject(before, operation.table, name))
  return earlierStepsOf(steps, step, 'insert-rows', 'update-rows').every(({ operation, before: then }) => {
    const target = findTable(then, operation.table)
    if (!isSource(operation.table)) return true
    if (operation.kind === 'update-rows' || operation.copiesFrom === undefined || target === undefined)
      return false
    return copiedColumns(operation, target).some(
      ([to, from]) => sameColumn(before, to.name, column) && sameColumn(before, plainName(from), column),
    )
  })
}

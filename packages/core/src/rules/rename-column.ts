import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { type ColumnRename, nameBefore, renameTo } from '../schema/column-renames.ts'
import { isBefore, renamesTo, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { columnsBeside, type NewColumn } from './advice/new-column-instead.ts'
import { takingOldName } from './advice/uses-of-new-name.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { inPlace, placeWithFile } from './deploy/later-in-deploy.ts'
import { isThere, isUnknownName } from './deploy/unknown-name.ts'
import { columnNamedLater, usedLater } from './deploy/used-later.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isRetiredColumn, saysRetired } from './names/retired.ts'
import { nameInUse, type Rebuild, rebuildAt } from './rebuilds/rebuild.ts'
import type { OperationContext, Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const renameColumn: Rule = {
  id: 'rename-column',
  category: 'compatibility',
  severity: 'warning',
  title: 'Renaming a column breaks the code that is running.',
  why: `Until every server runs the new release, the old one still asks for the old name and fails. A rollback of
the code alone fails the same way, with the names swapped.`,
  instead: `Add a column with the new name and write to both. Fill it in batches, read from it, and drop the old one
in a later release. Or give the ORM's field a new name and leave the column alone.`,
  examples: {
    flagged: [
      {
        title: 'an empty column takes over the old name',
        given: 'CREATE TABLE sites (id int, description text)',
        up: `ALTER TABLE sites RENAME COLUMN description TO sidebar;
ALTER TABLE sites ADD COLUMN description varchar(150);`,
        instead: 'ALTER TABLE sites ADD COLUMN sidebar text',
      },
      {
        title: 'another column takes over the old name',
        given: 'CREATE TABLE sites (id int, description text, sidebar text)',
        up: `ALTER TABLE sites RENAME COLUMN description TO old_text;
ALTER TABLE sites RENAME COLUMN sidebar TO description;`,
        instead: { noSql: 'the code has to be ready for the other values before' },
      },
      {
        title: 'a column in use',
        given: 'CREATE TABLE users (id int, mail text)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email',
      },
      {
        title: 'CHANGE with another name',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, mail varchar(100))',
        up: 'ALTER TABLE users CHANGE mail email varchar(100)',
      },
      {
        title: 'CHANGE with another type as well',
        dialect: 'mysql',
        given: 'CREATE TABLE polls (id int PRIMARY KEY, is_closed bool)',
        up: 'ALTER TABLE polls CHANGE is_closed status varchar(32)',
      },
      {
        title: 'two columns in one statement, and a clause that asks for one of the new names',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int PRIMARY KEY, hash varchar(86), mime varchar(100))',
        up: `ALTER TABLE files CHANGE hash digest varchar(86), CHANGE mime type varchar(100),
  ADD signature varchar(86) AFTER digest`,
      },
      {
        title: 'a later statement asks for the new name',
        given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
        up: `ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users ADD CONSTRAINT email_given CHECK (email <> '') NOT VALID;`,
      },
      {
        title: 'a name that says that it is out of use, for a column in use',
        given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO mail_deprecated',
      },
      {
        title: 'SQLite 3.25 and later',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email',
      },
      {
        title: 'a column that the deploy drops later',
        given: 'CREATE TABLE users (id int, mail text)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email; ALTER TABLE users DROP COLUMN email',
        instead: { noSql: 'the rename is left out, and the column dropped when no code asks for it' },
      },
      {
        title: 'two names, one after the other',
        given: 'CREATE TABLE users (id int, mail text)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email; ALTER TABLE users RENAME COLUMN email TO address',
        instead: 'ALTER TABLE users ADD COLUMN address text',
      },
      {
        title: 'by a rebuild in SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, mail FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: 'ALTER TABLE users ADD COLUMN email TEXT',
      },
      {
        title: 'two columns exchange their names',
        dialect: 'mariadb',
        given: 'CREATE TABLE places (id int, x int, y int)',
        up: 'ALTER TABLE places CHANGE x y int, CHANGE y x int',
        instead: { noSql: 'the code that mixes them up is corrected, or reads from two new columns' },
      },
    ],
    allowed: [
      {
        title: 'the column that takes over the name was filled before',
        given: 'CREATE TABLE proofs (id int, kind text)',
        up: `ALTER TABLE proofs ADD COLUMN kind_ext text;
UPDATE proofs SET kind_ext = kind;
ALTER TABLE proofs RENAME COLUMN kind TO kind_old;
ALTER TABLE proofs RENAME COLUMN kind_ext TO kind;`,
      },
      {
        title: 'a name that says that the column is out of use',
        given: 'CREATE TABLE users (id int, _unused boolean)',
        up: 'ALTER TABLE users RENAME COLUMN _unused TO is_admin',
      },
      {
        title: 'the old name stays, with the values',
        given: 'CREATE TABLE users (id int, mail text)',
        up: `ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users ADD COLUMN mail text;
UPDATE users SET mail = email;`,
      },
      {
        title: 'the name that an earlier migration of the same deploy has given it',
        given: 'CREATE TABLE users (id int, _unused boolean)',
        after: { up: 'ALTER TABLE users RENAME COLUMN _unused TO admin' },
        up: 'ALTER TABLE users RENAME COLUMN admin TO is_admin',
      },
      {
        title: 'the table gets another name as well: rename-table tells of both',
        given: 'CREATE TABLE people (id int, mail text)',
        up: 'ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME COLUMN mail TO email',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int, mail text); ALTER TABLE users RENAME COLUMN mail TO email',
      },
      {
        title: 'the old name stays, as a generated column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, mail varchar(100))',
        up: `ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users ADD COLUMN mail varchar(100) GENERATED ALWAYS AS (email) VIRTUAL;`,
      },
      {
        title: 'CHANGE that keeps the name',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, mail varchar(100))',
        up: 'ALTER TABLE users CHANGE mail mail varchar(200)',
      },
    ],
  },

  checkOperation: {
    'rename-column': (operation, context) =>
      operation.exchanges === true
        ? exchanged(operation.table, operation.column, operation.to, context)
        : renamed(operation, context),
    'change-column': (operation, context) => renamed(operation, context),
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      return rebuild === undefined ? [] : renamedByRebuild(rebuild, nameInUse(operation.table, context))
    },
  },
}

/** SQLite's rebuild: a column of the old table fills one of another name, and the new table has none of its own. */
function renamedByRebuild({ old, new: made, copies }: Rebuild, table: ObjectName): readonly Problem[] {
  const pairs = copies
    .flat()
    .map(({ column, expression }) => [column, expression.replace(/["`[\]]/g, '').trim()] as const)
  return pairs.flatMap(([column, source]) => {
    const key = source.toLowerCase()
    if (!old.columns.has(key) || made.columns.has(key)) return []
    return {
      message: `${table}.${source} is called ${column} from now on: running code that uses ${source} fails.`,
      objects: [`${table}.${source}`],
    }
  })
}

function exchanged(
  table: ObjectName,
  column: string,
  to: string,
  { isNewColumn }: OperationContext,
): Problem | undefined {
  if (isNewColumn(table, column) && isNewColumn(table, to)) return undefined
  return {
    message: `${table}.${column} and ${table}.${to} exchange their names: running code reads and writes the values of the other, without an error.`,
    objects: [`${table}.${column}`, `${table}.${to}`],
  }
}

function renamed(operation: Renaming, context: OperationContext): Problem | undefined {
  const { table, column } = operation
  const to = newNameOf(operation)
  const { before, replayedScript, isNewColumn } = context
  if (sameColumn(before, column, to) || isNewColumn(table, column)) return undefined
  if (isRetiredColumn(table, column, context) || isNameOfDeploy(table, column, context)) return undefined
  if (hasNewName(table, column, context)) return undefined
  const again = columnIn(replayedScript.after, table, column)
  if (again !== undefined) {
    const { steps } = replayedScript
    const naming = renameTo(steps, table, column)
    if (again.generated !== undefined || isFilled(table, column, naming, context)) return undefined
    const taking = naming === undefined ? undefined : nameBefore(steps, table, column)
    const objects = [`${table}.${column}`]
    if (taking !== undefined && !isNewColumn(table, taking)) {
      const left = naming && lastNameOf(table, column, { ...context, step: naming })
      const until = left?.by === undefined ? '' : ` until ${placeWithFile(left.by, context)}`
      return {
        message: `${table}.${column} is called ${to} from now on, and ${taking} ${until === '' ? 'takes over' : 'has'} its name${until}: running code meets other values there${until === '' ? '' : ', and fails behind that'}.`,
        objects,
      }
    }
    const [what, reads] = again.default === undefined ? ['an empty', 'nothing'] : ['a new', 'other values']
    return {
      message: `${table}.${column} is called ${to} from now on, and ${what} column takes over its name: running code reads ${reads} there.`,
      objects,
    }
  }
  const last = lastNameOf(table, to, context)
  const objects = [`${table}.${column}`]
  if (last?.by !== undefined && last.gone === undefined && sameColumn(before, last.name, column)) {
    const place = placeWithFile(last.by, context)
    return {
      message: `${table}.${column} is called ${to} until ${place} gives it its name again: running code that uses ${column} fails in between.`,
      instead: `Leave this out, and what gives it the name ${column} again. What is between them takes the name ${column}.`,
      severity: 'info',
      objects,
    }
  }
  const replaced = droppedBefore(table, to, context)
  const other =
    replaced === undefined
      ? ''
      : `, and code that uses the ${to} that ${placeWithFile(replaced, context)} drops reads the values of ${column}`
  const message = `${table}.${column} is called ${to} from now on${last === undefined || sameColumn(before, last.name, to) ? '' : `, and ${last.name} when the deploy is over`}: running code that uses ${column} fails${other}.`
  if (last?.gone !== undefined) {
    const uses = takingOldName(columnNamedLater(table, to, context), to, column, context, last.gone)
    return {
      message,
      instead: `Leave the rename out: ${inPlace(last.gone, context)} drops the ${last.gone.operation.kind === 'drop-table' ? 'table' : 'column, which it can do under the old name'}.${uses} Drop it when no code asks for it any more.`,
      objects,
    }
  }
  if (replaced !== undefined) {
    return {
      message,
      instead: `Leave ${column} and ${to} as they are until no running code uses either name, or give the ORM's field a new name and leave ${column} alone.`,
      objects,
    }
  }
  if (last !== undefined && !sameColumn(before, last.name, to)) {
    if (saysRetired(to)) {
      return {
        message,
        instead: `Leave ${column} as it is until no running release uses it, and add ${last.name} as a column of its own.`,
        objects,
      }
    }
    return {
      message,
      instead: `Leave this name out. ${renameColumn.instead.replace('the new name', `the name ${last.name}`)}`,
      objects,
    }
  }
  return {
    message,
    objects,
    ...(saysRetired(to) ? markedFirst(table, column, context) : addedBeside(operation, context)),
  }
}

/** An earlier rename of the deploy has given it the name, of which that was told; another column had it then. */
function hasNewName(
  table: ObjectName,
  column: string,
  { before, deploySteps, step, direction }: OperationContext,
): boolean {
  return direction === 'up' && !sameColumn(before, nameBefore(deploySteps, table, column, step), column)
}

/** The statement of the deploy that has dropped a column of the name before, which running code uses. */
function droppedBefore(
  table: ObjectName,
  column: string,
  { before, deployed, deploySteps, step, direction }: OperationContext,
): Step | undefined {
  if (direction === 'down' || columnIn(deployed, table, column) === undefined) return undefined
  return stepsOn(deploySteps, table, 'drop-column').findLast(
    each => sameColumn(before, each.operation.column, column) && isBefore(deploySteps, each, step),
  )
}

/** This deploy has given the column the name, or its table: running code knows the one before, of which that was told. */
function isNameOfDeploy(table: ObjectName, column: string, context: OperationContext): boolean {
  const { before, deployed, deploySteps, step, statement, atEnd } = context
  if (columnIn(before, table, column) === undefined || findTable(before, table)?.complete !== true)
    return false
  const known = findTable(deployed, table)
  if (known !== undefined) {
    const isOfThatTable = renamesTo(deploySteps, table).every(each => !isBefore(deploySteps, each, step))
    const isTogether = stepsOn(deploySteps, table, 'rename-table').some(each => each.statement === statement)
    return (
      (known.complete && isOfThatTable && columnIn(deployed, table, column) === undefined) ||
      (isTogether && !isThere(atEnd, table))
    )
  }
  return isUnknownName(table, context)
}

/** A name that says that it is out of use is for what nobody uses any more, or is said by a comment. */
function markedFirst(
  table: ObjectName,
  column: string,
  { traits }: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const on = `${sqlName(table, traits)}.${traits.quote(column)}`
  return {
    instead: `Leave ${column} as it is until no running release uses it, and rename or drop it then.`,
    ...(traits.hasCommentStatement === true && {
      suggestion: {
        title: 'Mark it by a comment, which no running code meets',
        sql: `COMMENT ON COLUMN ${on} IS 'deprecated';`,
      },
    }),
  }
}

/** Columns of the new names, which the code fills and reads from before the old ones go; one suggestion for a statement. */
function addedBeside(
  operation: Renaming,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { before, statement } = context
  const { table, column } = operation
  const user = usedLater(table, newNameOf(operation), context)
  const instead = user && {
    instead: `${renameColumn.instead} What ${inPlace(user, context)} does with ${newNameOf(operation)} waits for that, or takes the old name.`,
  }
  if (isNumbered(operation, before)) {
    const taking =
      user && ` What ${inPlace(user, context)} does with ${newNameOf(operation)} takes the old name.`
    return {
      instead: `Give the ORM's field a new name and leave the column alone: the server numbers ${column}, so that an INSERT cannot write the same number into a second column.${taking ?? ''}`,
    }
  }
  const clauses = statement.operations
    .filter(each => isRenaming(each, table, context))
    .filter(each => !isNumbered(each, before))
  const isOne = clauses.length <= 1
  const added = (isOne ? [operation] : clauses).flatMap(each => newColumnOf(each, before))
  if (added.length < clauses.length || added[0] === undefined) return { ...instead }
  if (!sameColumn(before, added[0].column, column)) return { ...instead }
  const { suggestion } = columnsBeside(table, added, context, rest =>
    isOne
      ? `Add a column of the new name, write both, fill it in batches, ${rest}and drop the old one in a later release`
      : `Add columns of the new names, write both, fill them in batches, ${rest}and drop the old ones in a later release`,
  )
  return {
    ...instead,
    ...(suggestion && { suggestion: { ...suggestion, ...(!isOne && { ofClauses: clauses }) } }),
  }
}

function isNumbered({ table, column, to }: Renaming, before: SchemaState): boolean {
  const asked = typeof to === 'string' ? undefined : to.autoIncrement
  return (asked ?? columnIn(before, table, column)?.autoIncrement) !== undefined
}

type Renaming = OperationOf<'rename-column' | 'change-column'>

function newNameOf({ to }: Renaming): string {
  return typeof to === 'string' ? to : to.name
}

function newColumnOf(operation: Renaming, before: SchemaState): readonly NewColumn[] {
  const { table, column, to } = operation
  const type = (typeof to === 'string' ? undefined : to.type) ?? columnIn(before, table, column)?.type
  return type === undefined ? [] : [{ column, name: newNameOf(operation), type }]
}

/** Is it told, with a column of the new name in its place? */
function isRenaming(
  operation: Operation,
  table: ObjectName,
  context: OperationContext,
): operation is Renaming {
  if (operation.kind !== 'rename-column' && operation.kind !== 'change-column') return false
  const { before, isNewColumn, replayedScript } = context
  const { column } = operation
  return (
    sameObject(before, operation.table, table) &&
    !sameColumn(before, column, newNameOf(operation)) &&
    !saysRetired(newNameOf(operation)) &&
    !isNewColumn(table, column) &&
    !isRetiredColumn(table, column, context) &&
    columnIn(replayedScript.after, table, column) === undefined
  )
}

/** A later UPDATE gives the column of the old name its values, or one that fills it before it takes the name. */
function isFilled(
  table: ObjectName,
  column: string,
  naming: ColumnRename | undefined,
  { before, replayedScript: { steps }, step }: OperationContext,
): boolean {
  return stepsOn(steps, table, 'update-rows').some(each => {
    const isNamed = naming === undefined ? isBefore(steps, step, each) : isBefore(steps, naming, each)
    const name = isNamed ? column : naming?.operation.column
    return name !== undefined && each.operation.columns.some(updated => sameColumn(before, updated, name))
  })
}

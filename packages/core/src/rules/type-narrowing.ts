import type { TypeChange } from '../dialects/dialect.ts'
import type { DataType, ObjectName } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import { bareName } from '../operations/names.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { isText } from '../schema/compare-types.ts'
import { namesInConstraint, namesInIndex } from '../schema/find-parts.ts'
import { isBefore, operationsOfStatement, renamesTo, stepsOfStatement } from '../schema/find-steps.ts'
import { findEnum, findObject } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { namesIn } from '../schema/sql-text.ts'
import { leaveChangeOut } from './advice/leave-change-out.ts'
import { nameBeside, newColumnInstead, newColumnsInstead } from './advice/new-column-instead.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { type Rebuild, rebuildAt } from './rebuilds/rebuild.ts'
import { columnCopiedFirst } from './rows/copied-first.ts'
import { isCutFirst, longerDoneFirst } from './rows/cut-first.ts'
import { updatesBefore } from './rows/moved-away.ts'
import type { OperationContext, Rule } from './rule.ts'
import { withoutStrictMode } from './scripts/without-strict-mode.ts'
import { enumTypeChange } from './types/enum-change.ts'
import { failingCode } from './types/failing-code.ts'
import { listWords } from './wording/list-words.ts'
import { shortened } from './wording/shortened.ts'
import { sqlName } from './wording/sql-name.ts'

export const typeNarrowing: Rule = {
  id: 'type-narrowing',
  category: 'data-loss',
  severity: 'error',
  title: 'A column gets a type that not all of its values fit.',
  why: `Values that do not fit stop the statement, or are cut without an error, for good. They are cut by a USING
expression that cuts, by a type that rounds, and in MySQL and MariaDB whenever strict mode is off.`,
  instead: `Look first, with a query, whether values that do not fit are there; if none can be, the change may stay as it is.
Else add a column of the new type, fill it in batches, look at the values that do not fit, and switch over.`,
  sources: [
    'PostgreSQL manual, Character Types; ALTER TABLE, Notes',
    'MySQL 8.0 manual, Out-of-Range and Overflow Handling',
    'measured: MariaDB 10.11',
  ],
  examples: {
    flagged: [
      {
        title: 'a shorter varchar',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
      },
      {
        title: 'a USING expression that cuts without an error',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50) USING substring(name, 1, 50)',
      },
      {
        title: 'an UPDATE writes the longer values anew first',
        given: 'CREATE TABLE users (id int, name text)',
        up: `UPDATE users SET name = concat(left(name, 49), id) WHERE length(name) > 50;
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);`,
        instead: `UPDATE users SET name = left(name, 50) WHERE length(name) > 50;
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);`,
      },
      {
        title: 'numbers that stand for true and false: code that knows them as numbers fails',
        given: 'CREATE TABLE users (id int PRIMARY KEY, active int)',
        up: 'ALTER TABLE users ALTER COLUMN active TYPE boolean USING active::boolean',
      },
      {
        title: 'real to numeric, which takes 6 digits with it',
        given: 'CREATE TABLE meters (id int, weight real)',
        up: 'ALTER TABLE meters ALTER COLUMN weight TYPE numeric(36,12)',
      },
      {
        title: 'a list of members that text may not keep to',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id int, mood text)",
        up: 'ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::mood',
      },
      {
        title: 'a column that the deploy drops later',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50); ALTER TABLE users DROP COLUMN name',
        instead: { noSql: 'the change is left out' },
      },
      {
        title: 'bytes of characters',
        dialect: 'mysql',
        given: 'CREATE TABLE tokens (id int, phid varchar(64) CHARACTER SET utf8mb4)',
        up: 'ALTER TABLE tokens MODIFY phid varbinary(64)',
      },
      {
        title: 'a smaller integer',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits smallint',
      },
      {
        title:
          'two columns in one statement: one suggestion for both, and the new default goes with the new type',
        given: `CREATE TABLE permits (id int PRIMARY KEY, sent timestamptz, checked timestamptz, note text)`,
        up: `ALTER TABLE permits ALTER COLUMN sent TYPE date USING sent::date, ALTER COLUMN sent SET DEFAULT current_date,
  ALTER COLUMN checked TYPE date USING checked::date, ALTER COLUMN note SET DEFAULT ''`,
      },
      {
        title: 'CHANGE that gives a new name as well',
        dialect: 'mysql',
        given: 'CREATE TABLE events (id int PRIMARY KEY, staff varchar(255))',
        up: 'ALTER TABLE events CHANGE staff username varchar(128), ADD COLUMN uid int AFTER username',
      },
      {
        title: 'fewer characters, and of a smaller set',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int PRIMARY KEY, hash varchar(125)) CHARSET utf8mb4',
        up: 'ALTER TABLE files MODIFY hash varchar(86) CHARACTER SET ascii',
      },
      {
        title: 'UNSIGNED, which has no room for negative numbers',
        dialect: 'mariadb',
        given: 'CREATE TABLE accounts (id int, balance int)',
        up: 'ALTER TABLE accounts MODIFY balance int unsigned',
      },
      {
        title: 'another affinity, by a rebuild in SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, zip TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, zip INTEGER);
INSERT INTO users_new (id, zip) SELECT id, zip FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, zip TEXT);
INSERT INTO users_new (id, zip) SELECT id, zip FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the same, where the old table is renamed first',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, zip TEXT)',
        up: `ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, zip INTEGER);
INSERT INTO users (id, zip) SELECT id, zip FROM users_old;
DROP TABLE users_old;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, zip TEXT);
INSERT INTO users_new (id, zip) SELECT id, zip FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'CAST in the copy',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users_new (id, age) SELECT id, CAST(age AS INTEGER) FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: 'ALTER TABLE users ADD COLUMN age_new INTEGER',
      },
      {
        title: 'whole numbers in a type that keeps seven digits',
        dialect: 'mariadb',
        given: 'CREATE TABLE files (id int PRIMARY KEY, size int)',
        up: 'ALTER TABLE files MODIFY size float(20, 2)',
        instead: 'ALTER TABLE files MODIFY size double',
      },
      {
        title: 'USING that does not look at the column',
        given: 'CREATE TABLE jobs (id int PRIMARY KEY, started_at time)',
        up: 'ALTER TABLE jobs ALTER COLUMN started_at TYPE timestamp USING (NULL)',
      },
      {
        title: 'USING that reads another column',
        given: 'CREATE TABLE jobs (id int PRIMARY KEY, weight int, size int)',
        up: 'ALTER TABLE jobs ALTER COLUMN weight TYPE bigint USING size',
      },
    ],
    allowed: [
      {
        title: 'values that are too long are cut first, for all to see',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: `UPDATE users SET name = substring(name FROM 1 FOR 50) WHERE length(name) > 50;
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);`,
        down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)',
      },
      {
        title: 'rows whose value is too long are deleted first: delete-rows tells of them',
        given: 'CREATE TABLE users (id int, name text)',
        up: `DELETE FROM users WHERE length(name) > 50;
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);`,
      },
      {
        title: 'an enum becomes text that is long enough for every label',
        given: "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int, state state)",
        up: 'ALTER TABLE jobs ALTER COLUMN state TYPE varchar(20)',
      },
      {
        title: 'a domain over the same type',
        given: 'CREATE DOMAIN key AS text CHECK (length(value) > 3); CREATE TABLE users (id int, code text)',
        up: 'ALTER TABLE users ALTER COLUMN code TYPE key',
      },
      {
        title: 'SQLite: the bytes of a text',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, scopes TEXT, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, scopes BLOB, age TEXT);
INSERT INTO users_new (id, scopes, age) SELECT id, CAST(scopes AS BLOB), CAST(age AS TEXT) FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'names of the catalog have an end',
        given: 'CREATE TABLE forms (id int, generator regprocedure, owner regrole)',
        up: 'ALTER TABLE forms ALTER COLUMN generator TYPE varchar(10000), ALTER COLUMN owner TYPE varchar(300)',
      },
      {
        title: 'a longer varchar',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)',
      },
      {
        title: 'a larger integer',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'a smaller set for as many characters: charset-conversion tells of it',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int PRIMARY KEY, hash varchar(86) CHARACTER SET utf8mb4)',
        up: 'ALTER TABLE files MODIFY hash varchar(86) CHARACTER SET ascii',
      },
      {
        title: 'the same type again',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'ALTER TABLE users MODIFY name varchar(50) NOT NULL',
      },
    ],
  },

  checkOperation: {
    'change-column': (operation, context) => narrowing(operation, context),
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      return rebuild === undefined ? [] : byRebuild(rebuild, context)
    },
    'change-column-type'(operation, context) {
      const written = replacing(operation, context)
      if (written !== undefined) return written
      if (enumTypeChange(operation, context) !== undefined) return undefined
      return narrowing(operation, context)
    },
  },
}

/** USING that does not read the column: none of its values is converted. */
function replacing(
  { table, column, type, using }: OperationOf<'change-column-type'>,
  context: OperationContext,
): Problem | undefined {
  const { before, isNewColumn } = context
  if (using === undefined || isNewColumn(table, column)) return undefined
  // A row as a whole goes by the table's name.
  const own = [column, bareName(table)]
  if (namesIn(using).some(name => own.some(each => sameColumn(before, each, name)))) return undefined
  const copy = columnCopiedFirst(table, column, context)
  const written = `Every value of ${table}.${column} is written over with ${shortened(using)}`
  return {
    message:
      copy === undefined || copy.partly
        ? `${written}: USING does not read what it held.`
        : `${written}: USING does not read what it held, which ${copy.at} has copied into ${copy.into}.`,
    ...(copy !== undefined && !copy.partly && { severity: 'info' }),
    objects: [`${table}.${column}`],
    ...newColumnInstead(table, column, type, context),
  }
}

/** PostgreSQL: an enum's values are its labels, no longer than the longest of them. */
function holdsEveryLabel(from: DataType, to: DataType, { before }: OperationContext): boolean {
  const labels = from.arrayDimensions === undefined ? findEnum(before, from.name)?.values : undefined
  const [room] = to.args
  if (labels === undefined || to.name !== 'varchar' || room === undefined) return false
  return labels.every(label => [...label].length <= room)
}

type Change = OperationOf<'change-column' | 'change-column-type'>

function narrowing(operation: Change, context: OperationContext): Problem | undefined {
  const { table, column } = operation
  const to = newTypeOf(operation)
  const change = losing(operation, context)
  const from = columnIn(context.before, table, column)?.type
  if (change === undefined || from === undefined || to === undefined) return undefined
  if (isCutFirst(table, column, to, context)) return undefined
  const name = `${table}.${column}`
  const done = longerDoneFirst(table, column, to, context)
  if (done?.operation.kind === 'delete-rows') return undefined
  if (done !== undefined) {
    return {
      message: `${name} changes from ${describeType(from)} to ${describeType(to)}: the UPDATE in line ${done.statement.location.line} writes every longer value anew, and what it writes has to fit: else ${outcome(change, 'a value that does not fit', context)}.`,
      instead: `Look at the length of what the UPDATE writes, in characters, before the change.`,
      severity: 'info',
      objects: [name],
    }
  }
  const zone =
    change.bySessionZone === true ? '; each is read or written in the time_zone of the session' : ''
  const isNegative = isSignLost(from, to)
  const reason = change.why === undefined || isNegative ? '' : ` (${change.why}${zone})`
  const lines = updatesBefore(table, column, context)
  const earlier =
    lines.length === 0 ? '' : ` Every such value has to be changed by ${inLines('UPDATE', lines)} before.`
  const rest = `${earlier}${failingCode(change)}`
  const isAlike = changedAs(operation, context)
  const clauses = operationsOfStatement(context.replayedScript.steps, context.statement)
  if (clauses.find(isAlike) !== operation) return undefined
  const alike = clauses.filter(isAlike)
  const names = alike.map(each => `${table}.${each.column}`)
  const value = isNegative ? 'a negative value' : 'a value that does not fit'
  const user = indexedLater(operation, context)
  return {
    message: `${listWords(names)} ${names.length === 1 ? 'changes' : 'change'} from ${describeType(from)} to ${describeType(to)}: ${outcome(change, value, context)}${reason}.${rest}`,
    severity:
      (change.loses === 'silent' || change.silentWithoutStrictMode === true) &&
      change.atEdge !== true &&
      lines.length === 0
        ? 'error'
        : 'warning',
    objects: names,
    ...(leftOut(table, column, context) ??
      heldBy(change, from) ?? {
        ...adviceFor(alike, from, to, change, user, context),
        ...(user === undefined && besideTheOld(operation, to, context)),
      }),
  }
}

/** `int` becomes `int unsigned`. */
function isSignLost(from: DataType, to: DataType): boolean {
  return from.unsigned !== true && to.unsigned === true && from.values === undefined && from.args.length === 0
}

/** Which clauses of the statement change a column as this one does: they are one finding. */
function changedAs(operation: Change, context: OperationContext): (each: Operation) => each is Change {
  const { before } = context
  const { table } = operation
  const atBegin = atBeginOf(context)
  const shapeOf = (each: Change): string | undefined => {
    const from = columnIn(atBegin.before, table, each.column)?.type
    const to = newTypeOf(each)
    if (from === undefined || to === undefined || losing(each, atBegin) === undefined) return undefined
    const isOther =
      isCutFirst(table, each.column, to, context) ||
      longerDoneFirst(table, each.column, to, context) !== undefined ||
      updatesBefore(table, each.column, context).length > 0 ||
      leftOut(table, each.column, context) !== undefined ||
      indexedLater(each, context) !== undefined
    // `a::date` and `b::date` are the same.
    const using = each.kind === 'change-column-type' ? (each.using ?? '') : ''
    return isOther
      ? undefined
      : `${describeType(from)} to ${describeType(to)} ${using.split(each.column).join('?')}`
  }
  const shape = shapeOf(operation)
  return (each): each is Change =>
    each === operation ||
    (shape !== undefined &&
      (each.kind === 'change-column' || each.kind === 'change-column-type') &&
      sameObject(before, each.table, table) &&
      shapeOf(each) === shape)
}

/** A later statement of the deploy that puts an index or a constraint on the column in its new type. */
function indexedLater({ table, ...operation }: Change, context: OperationContext): Step | undefined {
  const { before } = context
  const column = operation.kind === 'change-column' ? operation.to.name : operation.column
  return laterInDeploy(table, context, 'create-index', 'add-constraint').find(
    ({ operation: later, statement }) => {
      const names =
        later.kind === 'create-index' ? namesInIndex(later.index) : namesInConstraint(later.constraint)
      return statement !== context.statement && names.some(each => sameColumn(before, each, column))
    },
  )
}

function leftOut(
  table: ObjectName,
  column: string,
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  const gone = lastNameOf(table, column, context)?.gone
  return gone && { instead: leaveChangeOut(table, [column], gone, context) }
}

/** A column of the new type beside the old one would lose the same. */
function heldBy({ holdsAll }: TypeChange, from: DataType): Pick<Problem, 'instead'> | undefined {
  if (holdsAll === undefined) return undefined
  return {
    instead: `Make it ${holdsAll} instead, which holds every ${from.name} as it is.`,
  }
}

/** What is looked for before, and how the values are kept. */
function adviceFor(
  alike: readonly Change[],
  from: DataType,
  to: DataType,
  { loses, codeFails }: TypeChange,
  user: Step | undefined,
  context: OperationContext,
): Pick<Problem, 'instead'> {
  const { before, traits } = context
  const [{ table, column } = { table: '', column: '' }] = alike
  const beside =
    user === undefined
      ? ' Or add a column of the new type, fill it in batches, and switch over.'
      : ` A column of the new type beside it is no way here: ${placeWithFile(user, context)} goes on with ${column} itself.`
  const name = traits.quote(column)
  const rows = (what: string) => `SELECT ${what} FROM ${sqlName(table, traits)}`
  if (from.name === 'real' && to.name === 'numeric') {
    const type = describeType(to)
    return {
      instead: `Convert by way of text, which keeps every digit that the column shows: ALTER COLUMN ${name} TYPE ${type} USING ${name}::text::${type}; and so in the UPDATE that fills a new column.`,
    }
  }
  if (codeFails !== undefined) {
    return {
      instead: `${rows(`DISTINCT ${name}`)} shows whether 0 and 1 are all that is there. Add a column of the new type, which the new code reads and writes, fill it in batches, and drop the old one when no running code uses it.`,
    }
  }
  if (loses === 'silent' && user !== undefined) {
    return {
      instead: `If what is lost does not matter, say so in the migration. Else copy the values into another column first, and keep that one until it is sure that nobody needs them: ${placeWithFile(user, context)} goes on with ${column} itself.`,
    }
  }
  if (loses === 'silent') {
    return {
      instead: `If what is lost does not matter, say so in the migration. Else add a column of the new type beside it, fill it in batches, and keep the old one until it is sure that nobody needs its values.`,
    }
  }
  const queries =
    findEnum(before, to.name) === undefined
      ? alike.flatMap(each => tooLarge(from, to, traits.quote(each.column)) ?? [])
      : []
  const look =
    findEnum(before, to.name) !== undefined
      ? `${rows(`DISTINCT ${name}`)} shows the values that are there: correct those that are no ${describeType(to)} before.`
      : queries.length === 0
        ? undefined
        : `${rows('count(*)')} WHERE ${queries.join(' OR ')} says how many there are: with none, the change may stay as it is; correct them before otherwise.`
  if (look === undefined && user === undefined) return {}
  const first =
    'Look first, with a query, whether values that do not fit are there; if none can be, the change may stay as it is.'
  return { instead: `${look ?? first}${beside}` }
}

function tooLarge(from: DataType, to: DataType, column: string): string | undefined {
  const [room] = to.args
  if (isSignLost(from, to)) return `${column} < 0`
  if (room === undefined || !/char$|text$/.test(from.name)) return undefined
  if (/char$/.test(to.name)) return `char_length(${column}) > ${room}`
  return /binary$/.test(to.name) ? `octet_length(${column}) > ${room}` : undefined
}

/** What the change of type takes from values that may be there; undefined where it is none, or another rule's. */
function losing(operation: Change, context: OperationContext): TypeChange | undefined {
  const { table, column } = operation
  const { before, traits, isNewColumn } = context
  const using = operation.kind === 'change-column-type' ? operation.using : undefined
  const from = columnIn(before, table, column)?.type
  const to = newTypeOf(operation)
  if (from === undefined || to === undefined || isNewColumn(table, column)) return undefined
  // Lists of members have rules of their own, which name the members.
  if (from.values !== undefined && to.values !== undefined) return undefined
  // A domain takes what its type takes; what it checks beyond that is not told here.
  if (using === undefined && findObject(before, 'domain', to.name) !== undefined) return undefined
  if (holdsEveryLabel(from, to, context)) return undefined
  const change = traits.typeChange(inCharsetOf(to, from), to, using)
  return change.loses === 'nothing' || change.loses === 'unknown' ? undefined : change
}

/** Which characters the new set lacks, charset-conversion tells. */
function inCharsetOf({ charset, collation }: DataType, from: DataType): DataType {
  if (!isText(from) || (charset ?? collation) === undefined) return from
  const { charset: _charset, collation: _collation, ...shape } = from
  return {
    ...shape,
    ...(charset !== undefined && { charset }),
    ...(collation !== undefined && { collation }),
  }
}

function newTypeOf(operation: Change): DataType | undefined {
  return operation.kind === 'change-column' ? operation.to.type : operation.type
}

/** Columns of the new types; one suggestion for all that the statement narrows, as each alone would leave the others. */
function besideTheOld(
  operation: Change,
  type: DataType,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { before, statement } = context
  const { table, column } = operation
  const as = operation.kind === 'change-column' ? { name: operation.to.name } : {}
  if (statement.operations.length <= 1) return newColumnInstead(table, column, type, context, as)
  const atBegin = atBeginOf(context)
  const clauses = statement.operations.filter(
    (each): each is Change =>
      (each.kind === 'change-column' || each.kind === 'change-column-type') &&
      sameObject(before, each.table, table) &&
      losing(each, atBegin) !== undefined,
  )
  const [first] = clauses
  if (first === undefined || clauses.length === 1) return newColumnInstead(table, column, type, context, as)
  if (!sameColumn(before, first.column, column)) return {}
  const added = clauses.flatMap(each => {
    const to = newTypeOf(each)
    const given = each.kind === 'change-column' ? each.to.name : undefined
    return to === undefined
      ? []
      : [{ column: each.column, name: nameBeside(each.column, given, context), type: to }]
  })
  const { suggestion, instead } = newColumnsInstead(table, added, context)
  return {
    ...(instead !== undefined && { instead }),
    ...(suggestion && { suggestion: { ...suggestion, ofClauses: clauses } }),
  }
}

/** The clauses before this one have changed their columns by now. */
function atBeginOf(context: OperationContext): OperationContext {
  const [begin] = stepsOfStatement(context.replayedScript.steps, context.statement)
  return begin === undefined ? context : { ...context, before: begin.before }
}

/** SQLite's rebuild: another affinity, CAST, or a function that cuts the text on the way. */
function byRebuild(
  { old, new: made, copies }: Rebuild,
  { traits, replayedScript: { steps }, step }: OperationContext,
): readonly Problem[] {
  // Where the old table was renamed first, the new one has the name from the beginning.
  const { name } = renamesTo(steps, old.name).some(
    each => each.operation.table === made.name && isBefore(steps, step, each),
  )
    ? old
    : made
  return copies.flat().flatMap(({ column, expression }) => {
    const source = namesIn(expression).find(name => old.columns.has(name.toLowerCase()))
    const from = source === undefined ? undefined : old.columns.get(source.toLowerCase())?.type
    const to = made.columns.get(column.toLowerCase())?.type
    if (source === undefined || from === undefined || to === undefined) return []
    const isPlain = /^["`[]?[\w$]+["`\]]?$/.test(expression.trim())
    const cuts = /^(?:substr|substring|round)\s*\(/i.test(expression.trim())
    if (!isPlain && !cuts && !/^cast\s*\(/i.test(expression.trim())) return []
    const change = traits.typeChange(from, to, isPlain ? undefined : expression)
    if (!cuts && change.loses !== 'silent') return []
    const why = change.why === undefined ? '' : ` (${change.why})`
    return {
      message: `The copy fills ${name}.${column}, ${describeType(to)}, with ${expression} of ${describeType(from)}: values are changed or cut without an error${cuts ? '' : why}.`,
      objects: [`${name}.${column}`],
    }
  })
}

/** `the UPDATE in line 3`, `the UPDATEs in lines 3 to 27`. */
function inLines(what: string, lines: readonly number[]): string {
  const [first, ...rest] = lines
  if (rest.length === 0) return `the ${what} in line ${first}`
  return `the ${what}s in lines ${rest.length < 3 ? listWords(lines.map(String)) : `${first} to ${rest.at(-1)}`}`
}

function outcome(
  { loses, silentWithoutStrictMode, refused }: TypeChange,
  value: string,
  context: OperationContext,
): string {
  if (refused === true) return 'the statement fails'
  if (loses === 'silent') return 'values are changed or cut without an error'
  return silentWithoutStrictMode === true
    ? `${value} ${withoutStrictMode('is cut or clamped', context)}`
    : `${value} stops the statement`
}

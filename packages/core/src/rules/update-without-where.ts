import type { DialectTraits } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isSetToItself } from '../operations/set-to-itself.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { namesIn, qualifiedCallsIn, qualifiedNamesIn } from '../schema/sql-text.ts'
import { keptBefore } from './advice/archive-first.ts'
import { newColumnInstead } from './advice/new-column-instead.ts'
import { dropOfTable, placeWithFile } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isRetiredColumn } from './names/retired.ts'
import { isVersionTable } from './names/version-table.ts'
import { isAddedByRebuild } from './rebuilds/rebuilt-with.ts'
import { columnCopiedFirst } from './rows/copied-first.ts'
import { isReplacedIn, isTidied, keepsOldValue } from './rows/kept-in-value.ts'
import { keepsOthers, mappedByCase, mergedInWords, whereMapped } from './rows/mapped-by-case.ts'
import { overwrittenAgain, overwrittenBefore } from './rows/overwritten-before.ts'
import { rowFilter } from './rows/row-filter.ts'
import { stoppedAgainAt } from './rows/stopped-again.ts'
import type { OperationContext, Rule } from './rule.ts'
import { runnableSql } from './scripts/runnable-sql.ts'
import { listWords } from './wording/list-words.ts'

export const updateWithoutWhere: Rule = {
  id: 'update-without-where',
  category: 'data-loss',
  severity: 'error',
  title: 'An UPDATE that nothing limits overwrites a column in every row.',
  why: `What the column held is gone in all rows, and no down script knows it. On a large
table it also locks every row until the transaction ends.`,
  instead: `Say which rows must change in a WHERE clause. To change all of them, write the new values into a new
column, in batches, and keep the old one until the result is known to be right.`,
  examples: {
    flagged: [
      {
        title: 'no WHERE clause',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "UPDATE users SET plan = 'free'",
      },
      {
        title: 'kept first: what is left is code that needs the old values',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "CREATE TABLE users_plan AS SELECT id, plan FROM users; UPDATE users SET plan = 'free'",
        instead: { noSql: 'whether code still needs them, no statement can tell' },
      },
      {
        title: 'computed values: a new column has room for them',
        given: 'CREATE TABLE users (id int, name text, code text)',
        up: 'UPDATE users SET code = left(name, 3)',
      },
      {
        title: 'computed from several columns of the row, as the old values may have been: a warning',
        dialect: 'sqlite',
        given: 'CREATE TABLE files (id INTEGER PRIMARY KEY, folder INTEGER, place INTEGER, sorted TEXT)',
        up: "UPDATE files SET sorted = folder || '-' || place",
      },
      {
        title: 'computed from another table, which tells nothing of the old values',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, name text, mail_id int); CREATE TABLE mails (id int, owner int)',
        up: 'UPDATE users SET mail_id = (SELECT max(mails.id) FROM mails WHERE owner = users.id)',
      },
      {
        title: 'a WHERE clause that is always true',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan varchar(9))',
        up: "UPDATE users SET plan = 'free' WHERE 1",
      },
      {
        title: 'twice in one script: the second writes over what the first has written',
        given: 'CREATE TABLE users (id int, plan text)',
        up: "UPDATE users SET plan = 'old'; UPDATE users SET plan = 'free'",
        instead: "UPDATE users SET plan = 'free' WHERE plan IS NULL",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: "UPDATE users SET plan = 'free'",
      },
      {
        title: 'a number that can be computed back: a warning',
        given: 'CREATE TABLE accounts (id int PRIMARY KEY, balance int)',
        up: 'UPDATE accounts SET balance = balance + 100',
        instead: 'UPDATE accounts SET balance = balance + 100 WHERE id < 1000',
      },
      {
        title: 'a text that is tidied up: a warning',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: 'UPDATE users SET email = lower(trim(email))',
        instead: 'UPDATE users SET email = lower(trim(email)) WHERE email <> lower(trim(email))',
      },
      {
        title: 'known values become others, the rest stays: a warning',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "UPDATE users SET plan = CASE plan WHEN 'free' THEN 'trial' WHEN 'test' THEN 'trial' ELSE plan END",
        instead: "UPDATE users SET plan = 'trial' WHERE plan IN ('free', 'test')",
      },
      {
        title: 'MySQL: a text that is tidied up',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))',
        up: 'UPDATE users SET email = lower(email)',
        instead: 'UPDATE users SET email = lower(email) WHERE BINARY email <> lower(email)',
      },
      {
        title: 'a CASE in a CASE that leaves the others as they are',
        given: 'CREATE TABLE users (id int PRIMARY KEY, country text)',
        up: "UPDATE users SET country = CASE WHEN length(country) = 2 THEN upper(country) ELSE CASE country WHEN 'Peru' THEN 'PE' ELSE country END END",
        instead: "UPDATE users SET country = 'PE' WHERE country = 'Peru'",
      },
    ],
    allowed: [
      {
        title: 'a number of other rows, counted anew',
        given: 'CREATE TABLE sites (id int PRIMARY KEY, posts bigint); CREATE TABLE posts (id int, site int)',
        up: 'UPDATE sites SET posts = (SELECT count(*) FROM posts WHERE posts.site = sites.id)',
      },
      {
        title: 'a column that was out of use gets another name and other values',
        dialect: 'sqlite',
        given: 'CREATE TABLE shops (id INTEGER PRIMARY KEY, _unused BOOLEAN)',
        up: 'ALTER TABLE shops RENAME COLUMN _unused TO open; UPDATE shops SET open = 1',
      },
      {
        title: 'a table that the deploy makes, though a run that broke off may have left one',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(50))',
        after: {
          up: 'DROP TABLE IF EXISTS mails; CREATE TABLE mails (id int PRIMARY KEY, address varchar(50), user_id int)',
        },
        up: `INSERT INTO mails (address) SELECT email FROM users;
UPDATE mails SET user_id = (SELECT id FROM users WHERE email = address);`,
      },
      {
        title: 'the number of the schema, in a table of its own',
        dialect: 'sqlite',
        given: 'CREATE TABLE schema_version (version INTEGER NOT NULL)',
        up: 'UPDATE schema_version SET version = 19',
      },
      {
        title: 'one known piece of a text stands for another: rows without it stay as they are',
        dialect: 'mysql',
        given: 'CREATE TABLE mails (id int PRIMARY KEY, body text)',
        up: "UPDATE mails SET body = REPLACE(REPLACE(body, '%name', '%user'), '%mail', '%email')",
      },
      {
        title: 'the row that a loop is at',
        given: 'CREATE TABLE users (id int PRIMARY KEY, team int)',
        up: `DO $$ DECLARE item record; BEGIN
FOR item IN SELECT id FROM users LOOP UPDATE users SET team = item.id WHERE id = item.id; END LOOP; END $$`,
      },
      {
        title: 'a table that the same deploy has made and filled',
        dialect: 'sqlite',
        given: 'CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT)',
        up: `CREATE TABLE files_new (id INTEGER PRIMARY KEY, folder INTEGER);
INSERT INTO files_new (id) SELECT id FROM files;
UPDATE files_new SET folder = 1;`,
      },
      {
        title: 'a WHERE clause that limits',
        given: 'CREATE TABLE users (id int, plan text)',
        up: "UPDATE users SET plan = 'free' WHERE plan IS NULL",
      },
      {
        title: 'a trigger that is to run once for each row: told as unbatched-backfill',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'UPDATE users SET email = email',
      },
      {
        title: 'filling a column that this deploy added',
        given: 'CREATE TABLE users (id int, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first || ' ' || last",
      },
    ],
  },

  checkOperation: {
    'update-rows'(operation, context) {
      const { table, columns, assignments = {} } = operation
      const { isNewColumn, isMade, traits } = context
      const filter = rowFilter(operation, context)
      if (filter === 'present' || isMade(table)) return undefined
      if (isOneValue(operation, context)) return undefined
      const limit = filter === 'absent' ? 'no WHERE clause' : 'a WHERE clause that is always true'
      const overwritten = columns.filter(
        column =>
          !isNewColumn(table, column) &&
          !isAddedByRebuild(table, column, context) &&
          !isCountedAnew(table, column, assignments[column] ?? '', context) &&
          !wasRetired(table, column, context) &&
          !isSetToItself(operation, column) &&
          !overwrittenBefore(table, column, context) &&
          !isReplacedIn(assignments[column] ?? '', column),
      )
      if (overwritten.length === 0 && columns.length > 0) return undefined
      const names = overwritten.map(column => `${table}.${column}`)
      const isKept = overwritten.every(column => keepsOldValue(assignments[column] ?? '', column, traits))
      if (isKept && names.length > 0) {
        const computed = `UPDATE ${table} has ${limit}: ${listWords(names)} ${names.length === 1 ? 'is' : 'are'} computed from ${names.length === 1 ? 'its' : 'their'} old ${names.length === 1 ? 'value' : 'values'} in every row`
        const stop = stoppedAgainAt(context)
        if (stop !== undefined) {
          return {
            message: `${computed}; a second run of the script stops before it, in line ${stop.statement.location.line}.`,
            instead: 'Nothing, if all rows are meant. If some, say which in a WHERE clause.',
            severity: 'info',
            objects: names,
          }
        }
        return {
          message: `${computed}, and once more if the statement runs again.`,
          instead:
            'If all rows are meant, make sure that it runs once: a script that fails behind it is run again where no transaction takes it back. If some, say which in a WHERE clause.',
          severity: 'warning',
          objects: names,
        }
      }
      if (names.length > 0 && overwritten.every(column => isTidied(assignments[column] ?? '', column)))
        return tidied(operation, overwritten, limit, context)
      const [only = '', ...more] = overwritten
      const mapped = more.length === 0 ? mappedByCase(assignments[only] ?? '', only) : undefined
      if (mapped !== undefined) {
        return {
          message: `UPDATE ${table} has ${limit}: ${everyRow(traits)}, also where ${names[0]} stays as it is.${mergedInWords(mapped)}`,
          instead: limitedTo(whereMapped(traits.quote(only), mapped), traits),
          severity: 'warning',
          objects: names,
        }
      }
      if (more.length === 0 && keepsOthers(assignments[only] ?? '', only)) {
        return {
          message: `UPDATE ${table} has ${limit}: ${everyRow(traits)}, also where ${names[0]} stays as it is; where it changes, what was there before is kept nowhere.`,
          instead: limitedTo('those that a WHEN finds', traits),
          severity: 'warning',
          objects: names,
        }
      }
      const copies = overwritten.flatMap(column => {
        const copy = columnCopiedFirst(table, column, context)
        return copy === undefined || copy.partly ? [] : [copy]
      })
      if (names.length > 0 && copies.length === overwritten.length) {
        const places = copies.map(({ at, into }) => `${at} has copied it into ${into}`)
        return {
          message: `UPDATE ${table} has ${limit}: ${listWords(names)} ${names.length === 1 ? 'is' : 'are'} overwritten in every row; ${listWords([...new Set(places)])}.`,
          instead: 'Nothing, if no running code needs the old values here.',
          severity: 'info',
          objects: names,
        }
      }
      if (names.length > 0 && overwritten.every(column => derivedFrom(operation, column, context).length > 1))
        return derived(operation, overwritten, limit, context)
      const lines = overwrittenAgain(table, overwritten, context)
      const again =
        lines.length === 0 ? '' : ` So ${lines.length === 1 ? 'does line' : 'do lines'} ${listWords(lines)}.`
      return {
        message: `UPDATE ${table} has ${limit}: ${
          names.length === 0
            ? 'it changes'
            : `${listWords(names)} ${names.length === 1 ? 'is' : 'are'} overwritten in`
        } every row.${again}`,
        objects: names.length === 0 ? [table] : names,
        ...(isVersionTable(table) && { severity: 'info' as const }),
        ...(overwritten.length > 0 && overwritten.every(column => isConstant(assignments[column]))
          ? oldKeptFirst(operation, overwritten, context)
          : {
              ...(filter === 'always-true' && { instead: newColumnFirst }),
              ...besideTheOld(table, overwritten, context),
            }),
      }
    },
  },
}

/** Where a WHERE clause that is always true says that all rows are meant. */
const newColumnFirst =
  'Write the new values into a new column, in batches, and keep the old one until the result is known to be right.'

/** `SET posts = (SELECT count(*) FROM posts WHERE …)`: a number of other rows, which can be counted at any time. */
function isCountedAnew(
  table: ObjectName,
  column: string,
  text: string,
  { before }: OperationContext,
): boolean {
  const isNumber = /^(?:(?:tiny|small|medium|big)?int|integer)$/.test(
    columnIn(before, table, column)?.type?.name ?? '',
  )
  const [, from = ''] = /^\s*\(\s*select\s+count\s*\([^()]*\)\s+from\s+([\w."`]+)/i.exec(text) ?? []
  return isNumber && from !== '' && !qualifiedNamesIn(from).some(name => sameObject(before, name, table))
}

/** The script gives a name to a column that an earlier deploy has marked as out of use. */
function wasRetired(table: ObjectName, column: string, context: OperationContext): boolean {
  const { replayedScript, step, before } = context
  return earlierSteps(replayedScript.steps, step, table, 'rename-column').some(
    ({ operation }) =>
      sameColumn(before, operation.to, column) && isRetiredColumn(table, operation.column, context),
  )
}

/** Where the default collation takes the old value and the new one for equal, their bytes are compared. */
function tidied(
  { table, assignments = {} }: OperationOf<'update-rows'>,
  columns: readonly string[],
  limit: string,
  { traits, before }: OperationContext,
): Problem {
  const byBytes = traits.collationMakesEqual?.('', before) === true ? 'BINARY ' : ''
  const differs = columns.map(
    column => `${byBytes}${traits.quote(column)} <> ${(assignments[column] ?? '').trim()}`,
  )
  const names = columns.map(column => `${table}.${column}`)
  return {
    message: `UPDATE ${table} has ${limit}: ${everyRow(traits)}, also where ${listWords(names)} ${names.length === 1 ? 'stays as it is' : 'stay as they are'}; where ${names.length === 1 ? 'it changes' : 'they change'}, what was there before is kept nowhere.`,
    instead: limitedTo(`WHERE ${differs.join(' OR ')}`, traits),
    severity: 'warning',
    objects: names,
  }
}

function everyRow({ leavesEqualRows }: DialectTraits): string {
  return leavesEqualRows === true
    ? 'every row is locked until the transaction ends'
    : 'every row is written and locked'
}

function limitedTo(where: string, { leavesEqualRows }: DialectTraits): string {
  return leavesEqualRows === true
    ? `Limit it to the rows that change, ${where}, and write them in batches by the primary key, each in a transaction of its own: where no index finds them, InnoDB locks every row that it reads.`
    : `Limit it to the rows that change: ${where}.`
}

/** `UPDATE schema_version SET version = 19`: a table of one column, all of whose rows get the same number, has one. */
function isOneValue(
  { table, columns, assignments = {} }: OperationOf<'update-rows'>,
  { tableBefore }: OperationContext,
): boolean {
  const known = tableBefore(table)
  const [column] = columns
  return (
    known?.complete === true &&
    known.columns.size === 1 &&
    column !== undefined &&
    /^\s*\d+\s*$/.test(assignments[column] ?? '')
  )
}

/** The other columns of the row that the new value is computed from, where nothing else is looked at. What is made of two
 * and more was most likely made so before; of one, it may be another thing: `SET email = lower(mail)`. */
function derivedFrom(
  { table, assignments = {} }: OperationOf<'update-rows'>,
  column: string,
  { before, tableBefore, statement }: OperationContext,
): readonly string[] {
  const text = assignments[column] ?? ''
  const isOfOthers = /\b(?:from|join|using)\b/i.test(statement.text) || /\bselect\b/i.test(text)
  if (isOfOthers) return []
  const named = [...new Set(namesIn(text))]
  if (named.some(name => sameColumn(before, name, column))) return []
  const found = named.filter(name => columnIn(before, table, name) !== undefined)
  return found.length > 0 || tableBefore(table)?.complete === true ? found : namedAlone(text)
}

/** Of a table that no migration makes: what stands there as a column does. */
function namedAlone(text: string): readonly string[] {
  if (/::|\b(?:cast|convert|interval|extract|collate)\b/i.test(text)) return []
  const calls = qualifiedCallsIn(text)
  return [...new Set(namesIn(text))].filter(name => !calls.includes(name) && !words.test(name))
}

const words = /^(?:case|when|then|else|end|and|or|not|is|null|in|like|between|true|false|\d.*|current_\w+)$/i

/** Where the old values were computed in the same way, none is lost. */
function derived(
  operation: OperationOf<'update-rows'>,
  columns: readonly string[],
  limit: string,
  context: OperationContext,
): Problem {
  const { table } = operation
  const { traits } = context
  const names = columns.map(column => `${table}.${column}`)
  const from = [...new Set(columns.flatMap(column => derivedFrom(operation, column, context)))]
  const [is, what] = names.length === 1 ? ['is', 'a value'] : ['are', 'values']
  return {
    message: `UPDATE ${table} has ${limit}: ${listWords(names)} ${is} computed from ${listWords(from)} in every row, and ${everyRow(traits)}; ${what} that came from elsewhere ${is} kept nowhere.`,
    severity: 'warning',
    objects: names,
    instead:
      'Write it in batches by the primary key, each in a transaction of its own, if all that is there was computed in this way. If not, write the new values into a new column, and keep the old one until the result is known to be right.',
    ...besideTheOld(table, columns, context),
  }
}

function isConstant(text: string | undefined): boolean {
  return /^\s*(?:'[^']*'|"[^"]*"|-?[\d.]+|true|false|null|\?|\$\d+|\$\{[^{}]*\})\s*$/i.test(text ?? '')
}

/** Of one value for all rows there is nothing to fill in batches. */
function oldKeptFirst(
  { table, filter }: OperationOf<'update-rows'>,
  [column, ...others]: readonly string[],
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const kept =
    column === undefined || others.length > 0
      ? {}
      : keptBefore(table, column, runnableSql(context.statement), context)
  const instead =
    filter === 'always-true'
      ? 'Keep the old values first, in a table with the primary key.'
      : 'Say which rows must change in a WHERE clause. If all are meant, keep the old values first, in a table with the primary key.'
  return { instead, ...kept }
}

function besideTheOld(
  table: ObjectName,
  [column, ...others]: readonly string[],
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const type = column === undefined ? undefined : columnIn(context.before, table, column)?.type
  const dropped = context.direction === 'down' ? undefined : dropOfTable(table, context)
  if (dropped !== undefined)
    return {
      instead: `Leave it out, unless something reads the new values before ${placeWithFile(dropped, context)} drops ${table}.`,
    }
  if (column === undefined || type === undefined || others.length > 0) return {}
  const title =
    'Write the new values into a new column, in batches, and keep the old one until they are known to be right'
  return newColumnInstead(table, column, type, context, { title: () => title })
}

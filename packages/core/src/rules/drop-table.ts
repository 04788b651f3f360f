import { bareName } from '../operations/names.ts'
import { hasNoPartitionLeft } from '../schema/child-tables.ts'
import { earlierSteps, isBefore, renamesTo, stepsOf } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { tableArchivedFirst } from './advice/archive-first.ts'
import { parentsWaitToo } from './advice/parents-wait-too.ts'
import { losingTheirType, madeLater, placeInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import { madeAgain, saysTemporary } from './deploy/made-again.ts'
import type { Problem } from './finding.ts'
import { childRowEffects } from './keys/child-rows.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import { isRetiredTable } from './names/retired.ts'
import { isUnknownToCode } from './names/unknown-to-code.ts'
import { droppedIfThere } from './objects/not-there.ts'
import { rowsPutElsewhereByCode } from './rows/carried-by-code.ts'
import { keptInPart, rowsCopiedFirst } from './rows/copied-first.ts'
import type { Copy } from './rows/copy.ts'
import { isNamedIn } from './rows/copy-of-rows.ts'
import { filledFromStaying } from './rows/filled-from-staying.ts'
import { leftOutWithoutKey } from './rows/left-out-without-key.ts'
import { scratchCopy } from './rows/scratch-copy.ts'
import { stepsReading } from './rows/steps-reading.ts'
import { writtenMeanwhile } from './rows/written-meanwhile.ts'
import type { OperationContext, Rule } from './rule.ts'
import { onlyIf } from './scripts/only-if.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropTable: Rule = {
  id: 'drop-table',
  category: 'data-loss',
  severity: 'error',
  title: 'Dropping a table deletes all its rows for good.',
  why: `The rows are gone once the statement commits, indexes, triggers and grants too. A down
script can make the table again, never what was in it. Code that still reads the table fails at once.`,
  instead: `Stop using the table in one release, and mark it: COMMENT ON TABLE … IS 'deprecated' (COMMENT = 'deprecated' in
MySQL and MariaDB), or a name that ends in _archived. Keep its rows in an archive table and drop it in a later release. A table
that an earlier deploy has marked so, and whose rows are copied in the same script, is no finding.`,
  examples: {
    flagged: [
      {
        title: 'a table with a history',
        given: 'CREATE TABLE orders (id int PRIMARY KEY)',
        up: 'DROP TABLE orders',
      },
      {
        title: 'IF EXISTS changes nothing for a table that exists',
        dialect: 'sqlite',
        given: 'CREATE TABLE orders (id INTEGER PRIMARY KEY)',
        up: 'DROP TABLE IF EXISTS orders',
      },
      {
        title: 'IF EXISTS of a table that no migration has made: no more than a note',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'DROP TABLE IF EXISTS carts',
        instead: { noSql: 'the statement is left out' },
      },
      {
        title: 'a rebuild that copies some of the rows',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new (id, email) SELECT id, email FROM users WHERE email IS NOT NULL;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, coalesce(email, '') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'rows that belong to nothing are not copied: a warning',
        dialect: 'sqlite',
        given: `CREATE TABLE scenes (id INTEGER PRIMARY KEY);
CREATE TABLE covers (scene_id INTEGER REFERENCES scenes (id), cover BLOB)`,
        up: `CREATE TABLE covers_new (scene_id INTEGER PRIMARY KEY REFERENCES scenes (id), cover BLOB);
INSERT INTO covers_new (scene_id, cover) SELECT scene_id, cover FROM covers WHERE scene_id IS NOT NULL;
DROP TABLE covers;
ALTER TABLE covers_new RENAME TO covers;`,
        instead: { noSql: 'they are counted first' },
      },
      {
        title: 'the type of a column goes too: what is kept of it is text',
        given:
          "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int PRIMARY KEY, state state)",
        up: `DROP TABLE jobs;
DROP TYPE state;`,
      },
      {
        title: 'the rows were copied first: what is left is code that uses it',
        given: 'CREATE TABLE carts (id int); CREATE TABLE orders (id int)',
        up: 'INSERT INTO orders (id) SELECT id FROM carts; DROP TABLE carts;',
        instead: [
          "COMMENT ON TABLE carts IS 'deprecated'",
          `INSERT INTO orders (id) SELECT id FROM carts;
DROP TABLE carts;`,
        ],
      },
      {
        title: 'a table of the deploy, filled from one that has another name by now: no more than a note',
        given: 'CREATE TABLE replies (id int PRIMARY KEY, sent timestamptz)',
        up: `CREATE TABLE inbox AS SELECT id AS reply_id, sent FROM replies;
ALTER TABLE replies RENAME TO notifications;
DROP TABLE inbox;`,
        instead: { noSql: 'no release has used it' },
      },
      {
        title: 'a working copy, whose rows the script gives back, perhaps not all: a warning',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY, team int)',
        up: `CREATE TABLE members_bak LIKE members;
INSERT INTO members_bak SELECT * FROM members;
TRUNCATE members;
INSERT INTO members (id, team) SELECT id, 1 FROM teams;
DROP TABLE members_bak;`,
        instead: { noSql: 'the statement is left out' },
      },
      {
        title: 'every table of the list',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int); CREATE TABLE cart_items (id int)',
        up: 'DROP TABLE carts, cart_items',
        instead: [
          'CREATE TABLE carts_archive AS SELECT * FROM carts; CREATE TABLE cart_items_archive AS SELECT * FROM cart_items',
        ],
      },
      {
        title: 'a table that is called temporary',
        dialect: 'sqlite',
        given: 'CREATE TABLE temp_urls (url TEXT)',
        up: 'DROP TABLE temp_urls',
        instead: { noSql: 'there is nothing to keep: the release before stops using it' },
      },
    ],
    allowed: [
      {
        title: 'a working table, though rows of another one change meanwhile',
        dialect: 'mysql',
        given:
          'CREATE TABLE threads (id int PRIMARY KEY, ticket int); CREATE TABLE events (id int PRIMARY KEY, thread int)',
        up: `DROP TABLE IF EXISTS of_tickets;
CREATE TABLE of_tickets (PRIMARY KEY (ticket)) SELECT ticket, id FROM threads;
UPDATE events JOIN of_tickets ON events.thread = of_tickets.ticket SET events.thread = of_tickets.id;
DROP TABLE of_tickets;`,
      },
      {
        title: 'renamed by an earlier deploy, and its rows are copied first',
        given: 'CREATE TABLE carts (id int); ALTER TABLE carts RENAME TO carts_archived',
        up: 'CREATE TABLE kept_carts AS SELECT * FROM carts_archived; DROP TABLE carts_archived',
      },
      {
        title: 'a table that this deploy makes itself',
        up: 'CREATE TABLE import_rows (id int); DROP TABLE import_rows',
      },
      {
        title: 'a temporary table',
        dialect: 'mysql',
        up: 'CREATE TEMPORARY TABLE import_rows (id int); DROP TEMPORARY TABLE import_rows',
      },
      {
        title: 'the old table in a rebuild, whose rows were copied',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const { table, temporary, replacedBy } = operation
      if (temporary || replacedBy !== undefined) return undefined
      const unknown = droppedIfThere(operation, 'others', context)
      if (unknown !== undefined) return unknown
      const known = context.tableBefore(table)
      if (known !== undefined && hasNoPartitionLeft(context.before, known)) {
        return {
          message: `Dropping ${table}: its partitions that the migrations know were detached, with their rows. Running code that still uses it fails, and a partition made outside of them goes with its rows.`,
          instead:
            'Look first that no partition is left: SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = … is to find no row. Drop it when no release uses it any more.',
          severity: 'warning',
          objects: [table],
        }
      }
      const copy = rowsCopiedFirst(table, context)
      if (copy !== undefined && !copy.partly) {
        // No running code knows a table that the deploy makes.
        if (isRetiredTable(table, context) || context.isMade(table)) return undefined
        const without = copy.without ?? []
        const taken = nameTaken(table, context)
        if (taken !== undefined) {
          return {
            message: `Dropping ${table}, which was called ${taken}: ${copy.at} has filled ${sameObject(context.before, copy.into, taken) ? 'the new ' : ''}${copy.into} from it.`,
            instead: `Leave this DROP out until it is known that ${copy.into} has all of its rows, and drop ${table} in a later release.`,
            severity: 'warning',
            objects: [table],
          }
        }
        const notFrom = without.length === 0 ? '' : `, but not from ${listWords(without, 4)}`
        const fails = isUnknownToCode(table, context)
          ? ''
          : `; running code that still uses it fails${writtenMeanwhile(table, copy, context)}`
        return {
          message: `Dropping ${table}: ${copy.at} has filled ${copy.into} from it${notFrom}${fails}.`,
          instead: `Let one release use ${copy.into} in its place, and drop ${table} in a later one.${without.length === 0 ? '' : ` Keep the values of ${listWords(without, 4)} first, if anybody needs them.`}`,
          severity: 'warning',
          objects: [table],
        }
      }
      if (copy?.others !== undefined && takesItsName(copy.into, table, context)) {
        return {
          message: `Lines ${listWords([copy.line, ...copy.others].map(String))} each copy some rows of ${table} into ${copy.into}, which takes its place: what none of them copies is deleted.`,
          instead: 'Count the rows of both tables before the old one goes.',
          severity: 'warning',
          objects: [table],
        }
      }
      if (copy !== undefined && takesItsName(copy.into, table, context))
        return copiedInPart(table, copy, context)
      const put = context.isMade(table) ? undefined : rowsPutElsewhereByCode(table, context)
      if (put !== undefined && copy === undefined) {
        return {
          message: `Dropping ${table}: line ${put.readIn} reads its rows and line ${put.writtenIn} puts them into ${put.into}, perhaps not all; running code that still uses the table fails.`,
          instead: `Let one release use ${put.into} in its place, and drop ${table} in a later one. Count first the rows that are not there.`,
          severity: 'warning',
          objects: [table],
        }
      }
      const sources = filledFromStaying(table, context)
      if (sources !== undefined) {
        return {
          message: `Dropping ${table}: the deploy itself has filled it from ${listWords(sources)}, and what it took from there is there still.`,
          instead: 'No release has used it: no copy of it is needed.',
          severity: 'info',
          objects: [table],
        }
      }
      const scratch = scratchCopy(table, context)
      if (scratch !== undefined) {
        const { from, copied, refilled } = scratch
        return {
          message: `Dropping ${table} deletes every row in it: line ${copied} has copied them from ${from}, which line ${refilled} fills again.`,
          instead: `Leave this DROP out until it is known that ${from} has all that is needed again, and drop ${table} in a later release.`,
          severity: 'warning',
          objects: [table],
        }
      }
      const made = workingList(table, context)
      if (made !== undefined) {
        return {
          message: `Dropping ${table}: line ${made.location.line} has made it, a list of one column that the script works with.`,
          instead: 'No release has used it: no copy of it is needed.',
          severity: 'info',
          objects: [table],
        }
      }
      const again = madeLater(table, context)
      const another =
        again === undefined
          ? ''
          : ` ${placeInDeploy(again, context)} makes another ${table}, which running code meets then.`
      // Nothing takes its name or its types: it may stay as it is.
      const mayStay = context.isMade(table) && again === undefined && !losesTypes(table, context)
      const archived = mayStay ? {} : tableArchivedFirst(table, context)
      const noCopy = madeAgain(table)
      const kept =
        archived.suggestion === undefined && noCopy === undefined ? ', after a copy of its rows was kept' : ''
      return {
        message: `Dropping ${table} deletes every row in it.${keptInPart(copy)}${another}${childRows(table, context)}${onlyIf(operation, context)}`,
        instead: context.isMade(table)
          ? `The deploy itself makes ${table}, and no release has used it: ${mayStay ? 'leave this DROP out, and drop it in a later release' : 'drop it'} when the tables that took its rows over, or those that they came from, hold all of them.`
          : `${noCopy === undefined ? '' : `Of ${table} no copy is needed: ${noCopy}. `}Stop using the table in one release, and drop it in a later one${kept}.${again === undefined ? '' : ` The CREATE TABLE in ${placeWithFile(again, context)} waits as long, or takes another name.`}${parentsWaitToo(table, context)}`,
        ...(saysTemporary(table) && { severity: 'info' as const }),
        objects: [table],
        ...archived,
      }
    },
  },
}

function copiedInPart(table: string, copy: Copy, context: OperationContext): Problem {
  const { into, step } = copy
  const left = leftOutWithoutKey(copy, table, context)
  if (left === undefined) {
    // What the rows that a join leaves out would have in the new columns, nobody knows.
    const isJoined = /\bjoin\b/i.test(step.statement.text)
    return {
      message: `${capitalized(copy.at)} copies only some rows of ${table} into ${into}, which takes its place: the others are deleted.`,
      instead: isJoined
        ? 'Count those that are left out first, and keep them in an archive table if anybody needs them.'
        : 'Copy every row, or count those that are left out first and keep them in an archive table.',
      objects: [table],
    }
  }
  const { quote } = context.traits
  const [, key] = /\bon\s+conflict\s*\(([^()]*)\)\s*do\s+nothing\b/i.exec(step.statement.text) ?? []
  const again = key === undefined ? '' : ', and so are all rows but one with the same key'
  const from = sqlName(table, context.traits)
  const isNull = left.columns.map(each => `${quote(each)} IS NULL`).join(' OR ')
  const twice =
    key === undefined ? '' : `, and SELECT ${key}, count(*) FROM ${from} GROUP BY ${key} HAVING count(*) > 1`
  const fate =
    left.values.length > 0
      ? `Give ${listWords(left.values)} a value in the copy where there is none, as coalesce(${left.values[0]}, …), or keep those rows in an archive table.`
      : 'A row without its key belongs to nothing; keep in an archive table what anybody needs all the same.'
  return {
    message: `${capitalized(copy.at)} copies ${table} into ${into}, which takes its place, without the rows whose ${listWords(left.columns, 4, 'or')} is NULL: they are deleted${again}.`,
    instead: `Count them first: SELECT count(*) FROM ${from} WHERE ${isNull}${twice}. ${fate}`,
    ...(left.values.length === 0 && { severity: 'warning' as const }),
    objects: [table],
  }
}

/** The name that the deploy took from the table and gave to another one, which running code meets there. */
function nameTaken(
  table: string,
  { before, deployed, deploySteps, step }: OperationContext,
): string | undefined {
  if (findTable(deployed, table) !== undefined) return undefined
  const renaming = renamesTo(deploySteps, table).findLast(each => isBefore(deploySteps, each, step))
  const old = renaming?.operation.table
  return old !== undefined && findTable(before, old) !== undefined ? old : undefined
}

function losesTypes(table: string, context: OperationContext): boolean {
  const columns = [...(context.tableBefore(table)?.columns.values() ?? [])]
  return (
    losingTheirType(
      table,
      columns.map(({ name }) => name),
      context,
    ).length > 0
  )
}

/** One column tells which rows something is done with, and keeps no value for them that an UPDATE takes away. */
function workingList(
  table: string,
  { replayedScript: { steps }, step, before, tableBefore, isMade }: OperationContext,
): Step | undefined {
  const [column, ...others] = tableBefore(table)?.columns.values() ?? []
  if (!isMade(table) || column === undefined || others.length > 0) return undefined
  const made = earlierSteps(steps, step, table, 'create-table').findLast(
    ({ operation }) => operation.asSelect === true,
  )
  if (made === undefined) return undefined
  const isSince = (each: Step): boolean => isBefore(steps, made, each) && isBefore(steps, each, step)
  const isWritten = stepsOf(steps, 'update-rows').some(
    each => isSince(each) && each.operation.columns.some(name => sameColumn(before, name, column.name)),
  )
  const isRead = stepsReading(steps, bareName(table)).some(
    each => isSince(each) && isNamedIn(each.statement.text, table, before),
  )
  return isRead && !isWritten ? made : undefined
}

/** SQLite deletes the rows before it drops the table, and the foreign keys that point at them act. */
function childRows(
  table: string,
  { before, traits, isNew, replayedScript: { after } }: OperationContext,
): string {
  if (traits.dropReferencedTable !== 'fails-with-rows') return ''
  const hasRows = (child: string) => findTable(after, child) !== undefined && !isNew(child)
  const effects = childRowEffects(table, before, hasRows)
  return effects.length === 0 ? '' : ` If foreign keys are enforced, it also ${listWords(effects)}.`
}

function takesItsName(
  into: string,
  table: string,
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): boolean {
  return replayedScript.steps
    .slice(replayedScript.steps.indexOf(step))
    .some(
      ({ operation }) =>
        operation.kind === 'rename-table' &&
        sameObject(before, operation.table, into) &&
        sameObject(before, operation.to, table),
    )
}

import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isBefore, placeOf, renamesTo, type StepOf } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { qualifiedNamesIn } from '../schema/sql-text.ts'
import { sameObject } from './names/known-columns.ts'
import { sharedAliases } from './names/shared-aliases.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const tableSwap: Rule = {
  id: 'table-swap',
  category: 'data-loss',
  severity: 'warning',
  title: 'A table takes the place of another, which is written to until then.',
  why: `Rows that are written between the copy and the rename are in the old table alone, and nobody looks there any more.
Foreign keys and triggers stay with the old one: in PostgreSQL and MySQL they point at the renamed table.`,
  instead: `Change the table in place where that can be done, or with a tool that carries over what is written meanwhile
(gh-ost, pt-online-schema-change). Or keep writers away from the copy to the rename: LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE in
the same transaction, LOCK TABLES … WRITE in MySQL; lock-table tells what that costs.`,
  sources: [
    'MySQL 8.4 manual, RENAME TABLE Statement',
    'PostgreSQL manual, Explicit Locking',
    'measured: MariaDB 10.11',
  ],
  examples: {
    flagged: [
      {
        title: 'RENAME TABLE',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE users_new (id bigint PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
RENAME TABLE users TO users_old, users_new TO users;`,
        instead: { noSql: 'what is written meanwhile is carried over by an online schema change tool' },
      },
      {
        title: 'where the old table is dropped, what came in meanwhile goes with it',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE users_new (id bigint PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
RENAME TABLE users TO users_old, users_new TO users;
DROP TABLE users_old;`,
        instead: { noSql: 'what is written meanwhile is carried over by an online schema change tool' },
      },
      {
        title: 'by two statements, between which there is no such table',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE users_new (id bigint PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
RENAME TABLE users TO users_old;
RENAME TABLE users_new TO users;`,
        instead: { noSql: 'what is written meanwhile is carried over by an online schema change tool' },
      },
      {
        title: 'PostgreSQL: others write until the rename gets its lock',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE users_new (id bigint PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users;`,
        instead: {
          noSql:
            'LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE before the copy keeps writers out until the rename, at the price that lock-table tells',
        },
      },
      {
        title: 'a table that no migration has filled, where the old one is dropped',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE users_new (id bigint PRIMARY KEY)',
        up: `ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users;
DROP TABLE users_old;`,
        instead: { noSql: 'what keeps both in step until then is outside of the script' },
      },
      {
        title: 'a table that an earlier deploy has filled',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY, name varchar(50));
CREATE TABLE users_new (id bigint PRIMARY KEY, name varchar(50));`,
        up: 'RENAME TABLE users TO users_old, users_new TO users',
        instead: { noSql: 'what keeps both in step until then is outside of the script' },
      },
    ],
    allowed: [
      {
        title: 'nothing is copied: two tables change their names',
        given:
          'CREATE TABLE credential (id int PRIMARY KEY, secret text); CREATE TABLE credential_name (id int PRIMARY KEY, name text)',
        up: `ALTER TABLE credential RENAME TO credential_version;
ALTER TABLE credential_name RENAME TO credential;`,
      },
      {
        title: 'a lock before the copy',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE users_new (id bigint PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'SQLite has one writer, and the transaction is it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users_new (id) SELECT id FROM users;
ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'rename-table'(operation, context) {
      const { table, to } = operation
      const { before, replayedScript, step, traits, isMade } = context
      if (traits.altersByRebuild === true || isMade(table)) return undefined
      const { steps } = replayedScript
      const taken = renamesTo(steps, table).find(each => isBefore(steps, step, each))
      const taker = taken?.operation
      if (taken === undefined || taker === undefined || sameObject(before, taker.table, to)) return undefined
      const earlier = steps.slice(0, placeOf(steps, step))
      if (findTable(before, table) === undefined || isLocked(table, earlier, context)) return undefined
      const copy = copyOf(table, taker.table, earlier, context)
      if (copy === undefined) {
        // Whether an earlier deploy has filled it, and who has kept it up to date since, is not known.
        if (!isShadow(taker.table, table, context)) return undefined
        const isGone = findTable(context.atEnd, to) === undefined
        return {
          message: isGone
            ? `${taker.table} takes the place of ${table}, and no migration copies its rows: what ${taker.table} has not got by then is gone with ${to}, which this deploy drops.`
            : `${taker.table} takes the place of ${table}: what is in ${table} and not in ${taker.table} by then is in ${to} alone.`,
          instead: `While writers are kept away, compare the two and carry over what ${table} alone has, and rename them then. ${writersKeptAway([table, taker.table], context)}`,
          objects: [table],
        }
      }
      const isDropped = findTable(context.atEnd, to) === undefined
      const meanwhile = steps.slice(placeOf(steps, copy), placeOf(steps, taken))
      const aliases = traits.transactionalDdl ? [] : aliasesOfSeveral(meanwhile, context)
      return {
        message: `${taker.table} takes the place of ${table}: what is written to ${table} after the copy is ${isDropped ? `lost with ${to}, which this deploy drops` : `in ${to} alone`}.`,
        instead: `Change the table in place where that can be done. Otherwise keep writers away from before the copy to the rename. ${aliases.length > 0 ? writersStopped(table, aliases) : `${writersKeptAway([table, taker.table], context)}${isDropped ? droppedUnderLock(to, context) : ''}`}${inOneStatement(operation, taken, context)}`,
        objects: [table],
      }
    },
  },
}

/** MariaDB 10.11 knows the lock of a renamed table no more (measured, error 1100). */
function droppedUnderLock(old: ObjectName, { traits }: OperationContext): string {
  return traits.transactionalDdl ? '' : ` DROP TABLE ${sqlName(old, traits)} has to wait for UNLOCK TABLES.`
}

/** Two statements, each of which commits, leave a moment without the table; one RENAME TABLE does not (MySQL 8.4 manual,
 * RENAME TABLE Statement). */
function inOneStatement(
  { table, to }: OperationOf<'rename-table'>,
  taken: StepOf<'rename-table'>,
  { traits, statement }: OperationContext,
): string {
  if (traits.transactionalDdl || taken.statement === statement) return ''
  const [old, shelf, made] = [table, to, taken.operation.table].map(name => sqlName(name, traits))
  return ` Until line ${taken.statement.location.line} there is no ${table}, and what reads or writes it fails: without the lock, RENAME TABLE ${old} TO ${shelf}, ${made} TO ${old} leaves no such moment.`
}

function aliasesOfSeveral(
  meanwhile: readonly Step[],
  { before: { semantics } }: OperationContext,
): readonly string[] {
  const texts = new Set(meanwhile.map(({ statement: { text } }) => text))
  return sharedAliases([...texts], semantics.objectKey)
}

/** LOCK TABLES takes each alias once (measured: MariaDB 10.11, error 1066). */
function writersStopped(table: ObjectName, aliases: readonly string[]): string {
  const stand = aliases.length === 1 ? 'stands' : 'stand'
  return `LOCK TABLES cannot do that here: it takes an alias once, and ${listWords(aliases)} ${stand} for several tables until then. Stop what writes to ${table}. ${byTool}`
}

const byTool =
  'An online schema change tool (gh-ost, pt-online-schema-change) carries over what is written meanwhile.'

/** MariaDB 10.11 refuses RENAME TABLE under LOCK TABLES (measured, error 1192), and takes ALTER TABLE. */
function writersKeptAway(
  [table = '', ...others]: readonly ObjectName[],
  { traits }: OperationContext,
): string {
  if (traits.transactionalDdl)
    return `LOCK TABLE ${sqlName(table, traits)} IN SHARE ROW EXCLUSIVE MODE does that until the transaction ends; lock-table tells what it costs.`
  const locks = [table, ...others].map(name => `${sqlName(name, traits)} WRITE`).join(', ')
  return `LOCK TABLES ${locks}, with every other table and alias that the script names meanwhile, does that until UNLOCK TABLES, and ALTER TABLE … RENAME TO goes in place of RENAME TABLE, which MariaDB refuses then; a write that waits until that fails with error 1146. ${byTool}`
}

/** A table of an earlier deploy that has every column of the one whose place it takes. */
function isShadow(taker: ObjectName, table: ObjectName, { deployed }: OperationContext): boolean {
  const [shadow, old] = [findTable(deployed, taker), findTable(deployed, table)]
  if (shadow === undefined || old === undefined || old.columns.size === 0) return false
  return [...old.columns.keys()].every(column => shadow.columns.has(column))
}

/** Rows of the old table go into the one that takes its place. Without that, two tables only change their names. */
function copyOf(
  table: ObjectName,
  taker: ObjectName,
  earlier: readonly Step[],
  { before }: OperationContext,
): Step | undefined {
  return earlier.find(
    ({ operation, statement: { text } }) =>
      (operation.kind === 'insert-rows' || operation.kind === 'create-table') &&
      sameObject(before, operation.table, taker) &&
      /\bselect\b/i.test(text) &&
      qualifiedNamesIn(text).some(name => sameObject(before, name, table)),
  )
}

function isLocked(table: ObjectName, earlier: readonly Step[], { before }: OperationContext): boolean {
  return earlier.some(
    ({ operation }) => operation.kind === 'lock-table' && sameObject(before, operation.table, table),
  )
}

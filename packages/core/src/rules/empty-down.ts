import type { Migration, Script } from '../migration/migration.ts'
import { hasEffect } from '../operations/classes.ts'
import { stepsOn } from '../schema/find-steps.ts'
import type { ReplayedMigration } from '../schema/replay.ts'
import { suggestedDownScript } from './advice/suggested-down-script.ts'
import { habitIn, noHabit, toldOnce } from './deploy/down-habit.ts'
import { columnTheyGoWith, type OwnColumn, type OwnTable, tableTheyGoWith } from './deploy/goes-with-table.ts'
import { repeatedOf } from './deploy/repeats-earlier.ts'
import type { Problem } from './finding.ts'
import { findsAllThere } from './rows/finds-all-there.ts'
import { givenAlready } from './rows/given-already.ts'
import { insertsWhatIsMissing } from './rows/inserts-missing.ts'
import { mappedBack } from './rows/mapped-back.ts'
import { isEmptiedBeforeInsert } from './rows/refilled-from-itself.ts'
import type { Rule } from './rule.ts'
import { isDownEmptyInCode } from './scripts/empty-in-code.ts'
import { saysWhyNothing } from './scripts/says-why-nothing.ts'
import { changesRowsAlone, changesSomething, undoesNothing } from './scripts/script-effect.ts'
import { startOf } from './scripts/script-place.ts'
import { migrationName } from './wording/migration-name.ts'

export const emptyDown: Rule = {
  id: 'empty-down',
  category: 'reversibility',
  severity: 'error',
  title: 'A down script that does nothing is recorded as a rollback.',
  why: `The migration tool runs it, finds no error, and takes the migration off its list. The schema stays as it was,
the next "up" fails on what is already there, and everybody believes that the rollback worked. A tool that refuses a script without statements stops there: the migrations
before it are not undone either.
Where a third of the applied migrations that change the schema, and five at least, have an empty down script too, the first of the
deploy says so, and the others are notes.`,
  instead: `Write the reverse of the up script. If there is none, let the down script fail with a clear message, or mark
the migration as irreversible.`,
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a comment only',
        up: 'CREATE TABLE users (id int)',
        down: '-- nothing to do',
        instead: [{ up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' }],
      },
      {
        title: 'SELECT 1',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int)',
        down: 'SELECT 1;',
        instead: [{ up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' }],
      },
      {
        title: 'an empty transaction',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        down: 'BEGIN; COMMIT;',
        instead: [{ up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)', down: 'DROP TABLE users' }],
      },
      {
        title: 'rows alone, whose old values are kept nowhere',
        given: 'CREATE TABLE users (id int, email text)',
        up: "UPDATE users SET email = lower(email) WHERE email <> ''",
        down: '-- nothing to do',
        instead: [
          {
            up: `CREATE TABLE users_email_archive AS SELECT id, email FROM users WHERE email <> '';
UPDATE users SET email = lower(email) WHERE email <> '';`,
            down: `UPDATE users SET email = a.email FROM users_email_archive a WHERE a.id = users.id;
DROP TABLE users_email_archive;`,
          },
        ],
      },
      {
        title: 'rows alone, and the script says why',
        given: 'CREATE TABLE users (id int, status text)',
        up: "UPDATE users SET status = 'inactive' WHERE status = 'gone'",
        down: '-- nobody is to be put back to a status that is not valid',
        instead: { noSql: 'it is meant so: that the code of before can work with the rows is to be tried' },
      },
      {
        title: 'what an earlier migration of the deploy has done already, and takes back: a note',
        given: 'CREATE TABLE users (id int, email text)',
        after: {
          up: "ALTER TABLE users ALTER email SET DEFAULT ''",
          down: 'ALTER TABLE users ALTER email DROP DEFAULT',
        },
        up: "ALTER TABLE users ALTER email SET DEFAULT ''",
        down: '-- nothing to do',
        instead: { noSql: 'a comment in the down script says that the other one takes it back' },
      },
      {
        title: 'rows of a table that the rollback of the deploy drops: a note',
        given: 'CREATE TABLE features (name text PRIMARY KEY)',
        after: {
          up: 'CREATE TABLE stages (feature text PRIMARY KEY, stage text)',
          down: 'DROP TABLE stages',
        },
        up: "INSERT INTO stages (feature, stage) SELECT name, 'initial' FROM features",
        down: '-- nothing to do',
        instead: { noSql: 'a comment in the down script says that the rows go with their table' },
      },
      {
        title: 'values of a column that the rollback of the deploy drops: a note',
        given: 'CREATE TABLE users (id int, email text)',
        after: {
          up: 'ALTER TABLE users ADD COLUMN mail text',
          down: 'ALTER TABLE users DROP COLUMN mail',
        },
        up: 'UPDATE users SET mail = lower(email)',
        down: '-- nothing to do',
        instead: { noSql: 'a comment in the down script says that the values go with their column' },
      },
      {
        title: 'a copy back, of values that the deploy itself has just copied: a note',
        given: 'CREATE TABLE users (id int, email text)',
        after: {
          up: 'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email',
          down: 'ALTER TABLE users DROP COLUMN mail',
        },
        up: 'UPDATE users SET email = mail WHERE email IS DISTINCT FROM mail',
        down: '-- nothing to do',
        instead: { noSql: 'a comment in the down script says that no row changes' },
      },
      {
        title:
          'values that no down takes out of their type again, and that up finds there when it runs again: a note',
        given: "CREATE TYPE mood AS ENUM ('sad')",
        up: "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'",
        down: '-- nothing to do',
        instead: { noSql: 'a comment in the down script says that the value stays' },
      },
    ],
    allowed: [
      { title: 'the reverse', up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
      {
        title: 'an up script that only checks',
        up: "DO $$ BEGIN IF EXISTS (SELECT FROM users) THEN RAISE 'too old'; END IF; END $$",
        down: '-- nothing to do',
      },
      {
        title: 'a query that nobody awaits is all that it has: async-not-awaited tells it where it stands',
        up: 'CREATE TABLE users (id int)',
        down: '',
        notes: [{ kind: 'not-awaited', direction: 'down', message: 'schema.dropTable() is never awaited.' }],
      },
      {
        title: 'a repair, for databases in which an earlier migration has not run',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int); ALTER TABLE users ADD COLUMN IF NOT EXISTS email text',
        down: '-- what it makes is taken back by the migration that has made it elsewhere',
      },
      { title: 'nothing to undo', up: 'ANALYZE', down: '-- nothing to do' },
    ],
  },

  checkMigration(context) {
    const { migration, replayed, roundTrip, applied, pending } = context
    const { down } = migration
    if (down === undefined || !undoesNothing(migration) || findsAllThere(replayed)) return undefined
    // A table that the parts have built anew as it was.
    if (replayed.joins !== undefined && roundTrip?.grade === 'lossless') return undefined
    const suggestion = suggestedDownScript(context) ?? mappedBack(replayed)
    const ofRowsAlone = changesRowsAlone(migration.up)
    const isMeant = ofRowsAlone && saysWhyNothing(migration)
    const ofValues = addsValuesAlone(replayed)
    const name = migrationName(migration)
    const repeated = repeatedOf(replayed, pending)
    if (repeated !== undefined && down.stopsEmpty === undefined)
      return {
        message: `The down script of ${name} does nothing. What its up does, ${migrationName(repeated)} does too, whose down script is there to take it back.`,
        severity: 'info',
        instead: `Leave the statements out that are there already, or say in the down script that the one of ${migrationName(repeated)} takes them back.`,
        at: startOf(migration, 'down'),
      }
    const { alike, changes } = leavesSchema(replayed, pending)
      ? toldOnce(habitOf(applied)(pending), migration)
      : { alike: '', changes: {} }
    if (down.stopsEmpty !== undefined)
      return {
        message: `The down script of ${name} holds no statement${alike}: ${down.stopsEmpty}. Nothing is undone${
          down.afterFailure === undefined ? '' : `, and ${down.afterFailure}`
        }.`,
        ...(ofRowsAlone && {
          severity: 'warning',
          instead: `${isMeant ? '' : `${ofRows(migration.up, false)} `}${goesOn}`,
        }),
        ...changes,
        at: startOf(migration, 'down'),
        ...(suggestion && { suggestion }),
      }
    const own = ofRowsAlone && !isMeant ? tableTheyGoWith(context) : undefined
    if (own !== undefined)
      return { ...withTable(name, own, replayed, pending), at: startOf(migration, 'down') }
    const column = ofRowsAlone && !isMeant ? columnTheyGoWith(context) : undefined
    if (column !== undefined) return { ...withColumn(name, column), at: startOf(migration, 'down') }
    const given = ofRowsAlone && !isMeant ? givenAlready(replayed, pending) : undefined
    if (given !== undefined)
      return {
        message: `The down script of ${name} does nothing: in this deploy its up changes no row, as line ${given.step.location.line} of ${migrationName(given.maker.migration)} has just filled ${given.column} with these values.`,
        severity: 'info',
        instead:
          'Say so in the down script. Where it is to run in databases that have had the other one for a while, let up keep the values that it changes.',
        at: startOf(migration, 'down'),
      }
    return {
      message: `The down script of ${name} does nothing${isMeant ? ', and says so' : alike}: a rollback ${
        ofRowsAlone ? 'is recorded, and the rows stay as up has left them' : 'succeeds and undoes nothing'
      }.`,
      ...(ofRowsAlone && { severity: isMeant ? 'info' : 'warning', instead: ofRows(migration.up, isMeant) }),
      ...(ofValues && { severity: 'info', instead: ofEnum }),
      ...(!ofRowsAlone && !ofValues && ownFile(migration)),
      ...changes,
      at: startOf(migration, 'down'),
      ...(suggestion && { suggestion }),
    }
  },
}

/** `1_a.mysql.up.sql` is undone by `1_a.down.sql`, which other engines run too. */
function ownFile({ up, down }: Migration): Pick<Problem, 'instead'> {
  const [own, engine] =
    /[^/]+\.(mysql|mariadb|postgres|postgresql|cockroach|sqlite3?)\.(?:\w+\.)?up\.sql$/.exec(up.file) ?? []
  const shared = down?.file.slice(down.file.lastIndexOf('/') + 1)
  if (own === undefined || shared === undefined || shared.includes(`.${engine}.`)) return {}
  return {
    instead: `Write the reverse of the up script into ${own.replace(/up\.sql$/, 'down.sql')}, a file of this engine's own: ${shared} is run on the others too, whose up scripts may do something else. If there is none, let it fail there with a clear message.`,
  }
}

/** Not what is told otherwise, or is there already. */
function leavesSchema(replayed: ReplayedMigration, pending: readonly ReplayedMigration[]): boolean {
  const { migration } = replayed
  return (
    undoesNothing(migration) &&
    !changesRowsAlone(migration.up) &&
    !findsAllThere(replayed) &&
    !addsValuesAlone(replayed) &&
    repeatedOf(replayed, pending) === undefined
  )
}

/** From as many on, and as many of those that could have a down script that does something, it is a habit. */
const fewest = 5
const leastShare = 1 / 3

const habitOf = habitIn((applied, pending) => {
  const changing = applied.filter(
    ({ migration: { up, downExpected } }) => downExpected && changesSomething(up) && !changesRowsAlone(up),
  )
  const empty = changing.filter(({ migration }) => undoesNothing(migration) || isDownEmptyInCode(migration))
  if (empty.length < fewest || empty.length < leastShare * changing.length) return noHabit
  const now = pending.filter(each => leavesSchema(each, pending))
  const first = now[0]?.migration
  const others = now.length === 1 ? '' : `, and in ${now.length - 1} more of the pending ones`
  return {
    ...(first && { first }),
    alike: `, as in ${empty.length} of the ${changing.length} applied migrations that change the schema${others}`,
  }
})

function withTable(
  name: string,
  { table, maker }: OwnTable,
  replayed: ReplayedMigration,
  pending: readonly ReplayedMigration[],
): Problem {
  const { steps } = replayed.up
  const isOnce =
    stepsOn(steps, table, 'insert-rows').length === 0 ||
    isEmptiedBeforeInsert(table, steps) ||
    insertsWhatIsMissing(table, steps)
  const refilling = pending
    .slice(pending.indexOf(replayed) + 1)
    .find(later => isEmptiedBeforeInsert(table, later.up.steps))
  const other = migrationName(maker)
  const goes =
    refilling === undefined
      ? `the rows stay until the down script of ${other} drops ${table}, which the same deploy makes`
      : `${migrationName(refilling.migration)}, of the same deploy, deletes all rows of ${table} and fills it anew, and the down script of ${other} drops it`
  return {
    message: `The down script of ${name} does nothing: ${goes}.`,
    severity: 'info',
    instead: `Say in the down script that the rows go with ${table}.${
      isOnce
        ? ''
        : ' Where it may be rolled back alone and run again, let up leave out the rows that are there.'
    }`,
  }
}

function withColumn(name: string, { column, maker }: OwnColumn): Problem {
  const other = migrationName(maker)
  return {
    message: `The down script of ${name} does nothing: the values stay until the down script of ${other} drops ${column}, which the same deploy adds.`,
    severity: 'info',
    instead: `Say in the down script that the values go with ${column}.`,
  }
}

/** What no down can take back, and irreversible-operation tells. */
function addsValuesAlone({ up: { steps } }: ReplayedMigration): boolean {
  const changing = steps.filter(({ operation }) => hasEffect(operation))
  return (
    changing.length > 0 &&
    changing.every(({ operation }) => operation.kind === 'add-enum-value' && operation.ifNotExists)
  )
}

const ofEnum =
  'Say in the down script that the values stay in the type, which disturbs nobody as long as no row has them.'

/** Where it stops, the migrations before it are not reached. */
const goesOn =
  'Where nothing is to be undone, write SELECT 1; with the reason: the rollback goes on to the migrations before it then.'

/** Only what the script does to rows. */
function ofRows({ statements }: Script, isMeant: boolean): string {
  if (isMeant)
    return 'See to it that the code of before can work with the rows as they are. What it needs back, let up keep first in a table of its own.'
  const kinds = new Set(statements.flatMap(({ operations }) => operations.map(({ kind }) => kind)))
  const changes = kinds.has('update-rows') || kinds.has('delete-rows') || kinds.has('truncate-table')
  return [
    ...(kinds.has('insert-rows') ? ['Let down delete, by their keys, the rows that up inserts.'] : []),
    ...(changes
      ? [
          'Where the code of before needs the old values or rows back, let up keep them first in a table of its own, from which down brings them back; where it does not, say so in the down script.',
        ]
      : []),
  ].join(' ')
}

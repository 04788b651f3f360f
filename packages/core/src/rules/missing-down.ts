import { whyNoWayBack } from '../reversal/why-no-way-back.ts'
import { suggestedDownScript } from './advice/suggested-down-script.ts'
import { toldOnce } from './deploy/down-habit.ts'
import { forwardAloneHabit, isWithoutDown } from './deploy/forward-alone.ts'
import { mappedBack } from './rows/mapped-back.ts'
import type { Rule } from './rule.ts'
import { migrationName } from './wording/migration-name.ts'

export const missingDown: Rule = {
  id: 'missing-down',
  category: 'reversibility',
  severity: 'error',
  title: 'A migration without a down script has no way back.',
  why: `When the deploy must be rolled back, somebody has to write the reverse by hand, under pressure, from a schema
that has already changed. A rollback of several migrations stops at the first that has no way back.`,
  instead: `Write the down script now, while it is known what the up script does. If there is no way back, say so with
the marker that your migration tool has for it, and say why. A project that writes none can begin with the next: what is up to
startAfter in the config is not judged. Where none of ten or more migrations has one, or none of the last ten before the deploy, the
first of the deploy says so, and the others are notes with the script that each could have.`,
  examples: {
    flagged: [
      {
        title: 'nothing undoes it',
        up: 'CREATE TABLE users (id int)',
        instead: [{ up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' }],
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int)',
        instead: [{ up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' }],
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        instead: [{ up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)', down: 'DROP TABLE users' }],
      },
      {
        title: 'what does not come back is said in the down script',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users DROP COLUMN email; INSERT INTO users (id) VALUES (0)',
      },
      {
        title: 'rows whose values are kept nowhere',
        given: 'CREATE TABLE users (id int, email text)',
        up: "UPDATE users SET email = lower(email) WHERE email <> ''",
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
        title: 'rows of which the old value is known, and not which they are',
        given: 'CREATE TABLE users (id int, role text)',
        up: "UPDATE users SET role = 'admin' WHERE role = 'host'",
      },
      {
        title: 'a tool that infers what is missing, and cannot',
        up: 'UPDATE users SET name = lower(name) WHERE name IS NOT NULL',
        notes: [
          { kind: 'no-way-back', message: 'node-pg-migrate infers none, because pgm.sql() has no reverse' },
        ],
        instead: {
          noSql:
            'lower() has no reverse: the old values are copied first, or the migration is marked as one without a way back',
        },
      },
    ],
    allowed: [
      { title: 'a down script', up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
      {
        title: 'the author says that there is no way back',
        up: 'CREATE TABLE users (id int)',
        declaredIrreversible: { reason: 'the first migration' },
      },
      { title: 'nothing to undo', up: 'ANALYZE' },
    ],
  },

  checkMigration(context) {
    const { migration, replayed, traits, applied, pending } = context
    if (!isWithoutDown(migration)) return undefined
    const reason = migration.up.notes.find(
      ({ kind }) => kind === 'no-way-back' || kind === 'way-back-unknown',
    )
    const mapped = mappedBack(replayed)
    const suggestion = suggestedDownScript(context) ?? mapped
    const none = suggestion === undefined ? whyNoWayBack(replayed, traits) : undefined
    const whyNone =
      suggestion !== undefined && suggestion === mapped
        ? notTold
        : none === undefined
          ? ''
          : `, and the migrations do not say enough to write one: ${none}`
    const isUnknown = reason?.kind === 'way-back-unknown'
    const { withoutDown } = migration
    const { alike, changes } = toldOnce(forwardAloneHabit(applied)(pending), migration)
    const told = reason === undefined ? `: nothing undoes it${whyNone}` : `, and ${reason.message}`
    return {
      message: `${migrationName(migration)} has no down script${alike}${told}.${withoutDown === undefined ? '' : ` In a rollback ${withoutDown}.`}`,
      at: { direction: 'up', ...(reason?.location && { location: reason.location }) },
      ...(suggestion && { suggestion }),
      ...changes,
      ...(isUnknown && {
        severity: 'warning',
        instead: 'Install the packages of the project and check again, or write the down script.',
      }),
      ...(changes.severity && { severity: changes.severity }),
    }
  },
}

const notTold =
  '; the rows that it changes cannot be told afterwards from those that had the new value before'

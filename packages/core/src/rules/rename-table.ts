import { isBefore, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import { nameLeftBehind } from './advice/name-left-behind.ts'
import { madeEmptyInstead } from './deploy/left-behind-rows.ts'
import { otherOfName } from './deploy/other-of-name.ts'
import { sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const renameTable: Rule = {
  id: 'rename-table',
  category: 'compatibility',
  severity: 'warning',
  title: 'Renaming a table or view breaks the code that is running.',
  why: `Until every server runs the new release, the old one still asks for the old name and fails. A rollback of
the code alone fails the same way, with the names swapped.`,
  instead: `Leave a view with the old name in the same migration, which simple statements can write to as well, and drop it
when no code asks for the old name any more. Or keep the table's name and rename the model alone.`,
  examples: {
    flagged: [
      {
        title: 'a table in use',
        given: 'CREATE TABLE people (id int)',
        up: 'ALTER TABLE people RENAME TO users',
      },
      {
        title: 'RENAME TABLE',
        dialect: 'mysql',
        given: 'CREATE TABLE people (id int)',
        up: 'RENAME TABLE people TO users',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE people (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE people RENAME TO users',
      },
      {
        title: 'a view',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'ALTER VIEW active_users RENAME TO current_users',
      },
      {
        title: 'a column was renamed before it in the same script',
        given: 'CREATE TABLE people (id int, mail text)',
        up: 'ALTER TABLE people RENAME COLUMN mail TO email; ALTER TABLE people RENAME TO users',
      },
      {
        title: 'later statements change its columns, which a view would not let them',
        given: 'CREATE TABLE people (id int, mail text, state text)',
        up: `ALTER TABLE people RENAME TO users;
ALTER TABLE users DROP COLUMN state;
ALTER TABLE users RENAME COLUMN mail TO email;`,
        instead: { noSql: 'the view belongs at the end of the script' },
      },
      {
        title: 'the script goes on with the new name, which a view would not take',
        dialect: 'mysql',
        given: 'CREATE TABLE people (id int)',
        up: 'RENAME TABLE people TO users; ALTER TABLE users ADD COLUMN email varchar(100)',
        instead: { noSql: 'the second statement waits until the table has the name, or takes the old one' },
      },
      {
        title: 'an empty table takes its place, and nothing copies the rows',
        given: 'CREATE TABLE runs (id int)',
        up: 'ALTER TABLE runs RENAME TO runs_2024; CREATE TABLE runs (id bigint PRIMARY KEY, state text)',
        instead: `ALTER TABLE runs RENAME TO runs_2024; CREATE TABLE runs (id bigint PRIMARY KEY, state text);
INSERT INTO runs (id) SELECT id FROM runs_2024;`,
      },
      {
        title: 'a table of other columns takes the old name',
        dialect: 'mysql',
        given: `CREATE TABLE notes (id int PRIMARY KEY AUTO_INCREMENT, task_id int NOT NULL, body text);
CREATE TABLE entries (id int PRIMARY KEY AUTO_INCREMENT, object varchar(30) NOT NULL, body text);`,
        up: `ALTER TABLE notes RENAME notes_old;
ALTER TABLE entries RENAME notes;`,
        instead: { noSql: 'the tables keep their names until no code asks for the old one' },
      },
      {
        title: 'a table that requires more of each row takes the old name',
        given: `CREATE TABLE notes (id int PRIMARY KEY, body text);
CREATE TABLE entries (id int PRIMARY KEY, body text, author text NOT NULL);`,
        up: `ALTER TABLE notes RENAME TO notes_old;
ALTER TABLE entries RENAME TO notes;`,
        instead: { noSql: 'the tables keep their names until no code asks for the old one' },
      },
      {
        title: 'the old name goes to another table',
        given: 'CREATE TABLE runs (id int)',
        after: { up: 'ALTER TABLE runs RENAME TO old_runs' },
        up: 'CREATE TABLE runs (id bigint PRIMARY KEY, state text)',
        instead: { noSql: 'the new table needs a name of its own, or the code has to be ready before' },
      },
    ],
    allowed: [
      {
        title: 'a table of the name is made by a statement that is not read whole',
        dialect: 'mysql',
        given: 'CREATE TABLE jobs (id int)',
        up: `RENAME TABLE jobs TO jobs_backup;
CREATE TABLE jobs (id integer primary key autoincrement);`,
      },
      {
        title: 'a table of the old name is made where there was one',
        up: `DO $$ BEGIN
IF to_regclass('jobs') IS NOT NULL THEN
  ALTER TABLE jobs RENAME TO jobs_old;
  CREATE TABLE jobs (id int, state text);
  INSERT INTO jobs (id) SELECT id FROM jobs_old;
  DROP TABLE jobs_old;
END IF;
END $$`,
      },
      {
        title: 'a view takes the old name',
        given: 'CREATE TABLE people (id int)',
        up: 'ALTER TABLE people RENAME TO users; CREATE VIEW people AS SELECT * FROM users',
      },
      {
        title: 'another table takes the old name',
        dialect: 'mysql',
        given: 'CREATE TABLE people (id int); CREATE TABLE people_new (id int)',
        up: 'RENAME TABLE people TO people_old, people_new TO people',
      },
      {
        title: 'another materialized view takes the old name',
        given: `CREATE TABLE users (id int); CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
CREATE MATERIALIZED VIEW ids_new AS SELECT id FROM users WHERE id > 0;`,
        up: `ALTER MATERIALIZED VIEW ids RENAME TO ids_old;
ALTER MATERIALIZED VIEW ids_new RENAME TO ids;`,
      },
      {
        title: 'the table moves to another schema as well: told as set-schema',
        given: 'CREATE TABLE events (id int); CREATE SCHEMA archive',
        up: 'ALTER TABLE events RENAME TO old_events; ALTER TABLE old_events SET SCHEMA archive',
      },
      {
        title: 'the last step of a rebuild',
        dialect: 'sqlite',
        given: 'CREATE TABLE people (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE people_new (id INTEGER PRIMARY KEY);
INSERT INTO people_new (id) SELECT id FROM people;
DROP TABLE people;
ALTER TABLE people_new RENAME TO people;`,
      },
    ],
  },

  checkOperation: {
    'rename-object'({ objectType, name, to }, { replayedScript: { before, after, steps }, traits }) {
      if (objectType !== 'view' && objectType !== 'materialized-view') return undefined
      const isMadeHere = steps.some(
        ({ operation }) => operation.kind === 'create-object' && sameObject(after, operation.name, name),
      )
      // A swap, as of tables below.
      const takesOver = findObject(before, objectType, to) !== undefined
      if (
        isMadeHere ||
        takesOver ||
        findObject(after, objectType, name) !== undefined ||
        findTable(after, name) !== undefined
      ) {
        return undefined
      }
      return {
        message: `The ${objectType.replace('-', ' ')} ${name} is called ${to} from now on: running code that reads ${name} fails.`,
        objects: [name],
        suggestion: {
          title: 'Make a view of the new name beside it, and drop the old one when no code asks for it',
          sql: `CREATE VIEW ${sqlName(to, traits)} AS SELECT * FROM ${sqlName(name, traits)};`,
        },
      }
    },
    'rename-table'(operation, context) {
      const { table, to, completesRebuild } = operation
      const { replayedScript, before: now, step, atEnd, deployed } = context
      const { before, after, steps } = replayedScript
      if (completesRebuild === true) return undefined
      // This deploy has given it the name: running code knows the one before, of which that was told.
      if (findTable(now, table)?.complete === true && findTable(deployed, table) === undefined)
        return undefined
      const made = madeEmptyInstead(operation, context)
      if (made !== undefined)
        return {
          message: `All rows of ${table} are in ${to} from now on: the ${table} that line ${made.statement.location.line} makes is empty, and no statement of the deploy that was read copies them.`,
          instead: `Copy what the code needs before it meets the empty table: INSERT INTO ${sqlName(table, context.traits)} (…) SELECT … FROM ${sqlName(to, context.traits)}. If the rows are to stay behind, say so in a comment, and look for what refers to ${to} now.`,
          objects: [table],
        }
      const nameRemains =
        findTable(after, table) !== undefined ||
        findObject(after, 'view', table) !== undefined ||
        stepsOn(steps, table, 'create-table').some(made => isBefore(steps, step, made)) ||
        stepsOf(steps, 'unreadable').some(
          ({ operation: { verb, object } }) =>
            verb === 'CREATE TABLE' && object !== undefined && sameObject(before, object, table),
        )
      // A swap: the table takes a name that running code uses, and gives up one that was made for the swap.
      const takesOver = findTable(before, to) !== undefined
      // With SET SCHEMA behind it: told there, of both.
      const moves = stepsOn(steps, to, 'set-table-option').some(
        each => each.operation.option === 'schema' && isBefore(steps, step, each),
      )
      if (takesOver || moves) return undefined
      if (nameRemains) return otherOfName(operation, context)
      if (findTable(atEnd, table)?.complete === true) {
        return {
          message: `${table} is called ${to} from now on, and a later migration of the deploy makes another ${table}: running code that uses ${table} meets that one.`,
          instead: `Give the new table a name of its own, or stop using ${table} in a release before this one.`,
          objects: [table],
        }
      }
      return {
        message: `${table} is called ${to} from now on: running code that uses ${table} fails.`,
        objects: [table],
        ...nameLeftBehind(table, to, context),
      }
    },
  },
}

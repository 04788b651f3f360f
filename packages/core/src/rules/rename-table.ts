import type { DialectTraits } from '../dialects/dialect.ts'
import { isBefore, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import { sameObject } from './known-columns.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

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
    'rename-object'({ objectType, name, to }, { replayedScript: { after, steps }, traits }) {
      if (objectType !== 'view' && objectType !== 'materialized-view') return undefined
      const isMadeHere = steps.some(
        ({ operation }) => operation.kind === 'create-object' && sameObject(after, operation.name, name),
      )
      if (
        isMadeHere ||
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
    'rename-table'(
      { table, to, completesRebuild },
      { replayedScript: { before, after, steps }, before: now, step, statement, traits, atEnd, deployed },
    ) {
      if (completesRebuild === true) return undefined
      // This deploy has given it the name: running code knows the one before, of which that was told.
      if (findTable(now, table)?.complete === true && findTable(deployed, table) === undefined)
        return undefined
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
      if (nameRemains || takesOver || moves) return undefined
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
        ...insteadOn(traits),
        suggestion: traits.transactionalDdl
          ? {
              title:
                traits.altersByRebuild === true
                  ? 'Leave a view with the old name for those who read'
                  : 'Leave a view with the old name until no code asks for it',
              sql: `${withoutEnd(statement.text)};\nCREATE VIEW ${sqlName(table, traits)} AS SELECT * FROM ${sqlName(to, traits)};`,
            }
          : {
              title: 'Make a view of the new name, and rename the table when no code asks for the old one',
              sql: `CREATE VIEW ${sqlName(to, traits)} AS SELECT * FROM ${sqlName(table, traits)};`,
            },
      }
    },
  },
}

/** Each statement of MySQL commits on its own, and a view of SQLite takes no writes (SQLite, CREATE VIEW). */
function insteadOn({ transactionalDdl, altersByRebuild }: DialectTraits): { readonly instead?: string } {
  if (!transactionalDdl) {
    return {
      instead:
        'Make a view of the new name, move the code to it, and rename the table when nothing asks for the old name any more.',
    }
  }
  return altersByRebuild === true
    ? {
        instead:
          "Keep the table's name and rename the model alone. A view with the old name, in the same migration, keeps the reads of the running code going, and none of its writes.",
      }
    : {}
}

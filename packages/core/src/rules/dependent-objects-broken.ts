import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { bodiesNaming, parsedBodiesNaming } from '../schema/bodies.ts'
import { viewNamesColumn } from '../schema/column-use.ts'
import { dependentsOf } from '../schema/dependents.ts'
import { triggersCalling, viewsReading } from '../schema/find-objects.ts'
import { type KeysOf, valuesBy } from '../schema/indexed-map.ts'
import { findObject } from '../schema/lookup.ts'
import { oncePer } from '../schema/once-per.ts'
import type { NamedObject, SchemaSemantics, SchemaState } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { missedBefore } from './objects/broken-before.ts'
import { refusingRebuild } from './rebuilds/rebuild-refused.ts'
import type { OperationContext, Rule } from './rule.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'

export const dependentObjectsBroken: Rule = {
  id: 'dependent-objects-broken',
  category: 'compatibility',
  severity: 'warning',
  title: 'A view, trigger or routine names what is not there any more.',
  why: `MySQL and MariaDB drop and rename a table or column without a look at the views and triggers that name it: a SELECT
from such a view fails (error 1356), and a trigger stops every INSERT or UPDATE of its table (error 1054). PostgreSQL
renames views along, but knows the body of a function only as text: it fails when it is called. A column that a view reads
cannot change its type there. SQLite renames along too, but drops a table that views read, and a table or column that a trigger of
another table writes to: each INSERT into that other table fails then.`,
  instead: `Drop what still names it in the same script, before it goes; right after a rename, make it again with the new name.`,
  appliesToNewTables: true,
  sources: [
    'MySQL 8.4 manual, CREATE VIEW Statement',
    'PostgreSQL manual, Dependency Tracking',
    'measured: MariaDB 10.11 (1356, 1054), PostgreSQL 15 (0A000, 42703), SQLite 3.40.1',
  ],
  examples: {
    flagged: [
      {
        title: 'a view in MySQL',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int, email varchar(100)); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        instead: {
          noSql:
            'the view has to change in the moment of the rename, and MySQL commits each statement alone: keep the old column until the view reads the new one',
        },
      },
      {
        title: 'a trigger in MariaDB',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int, email varchar(100), length int);
CREATE TRIGGER measure BEFORE UPDATE ON users FOR EACH ROW SET NEW.length = LENGTH(NEW.email);`,
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: [
          `CREATE OR REPLACE TRIGGER measure BEFORE UPDATE ON users
FOR EACH ROW SET NEW.length = 0`,
          'CREATE TABLE users_email_archive AS SELECT id, email FROM users',
        ],
      },
      {
        title: 'the function of a trigger in PostgreSQL',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION lower_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(NEW.email); RETURN NEW; END $$;
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lower_email();`,
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        instead: {
          noSql:
            'the function and the rename go into one script; what the function does with the new name is written by hand',
        },
      },
      {
        title: 'a function in PostgreSQL, whose body is text',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION first_mail() RETURNS text LANGUAGE sql AS $$ SELECT email FROM users ORDER BY id LIMIT 1 $$;`,
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        instead: {
          noSql:
            'the function and the rename go into one script; what the function does with the new name is written by hand',
        },
      },
      {
        title: 'a function whose body stands in quotes',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION first_mail() RETURNS text AS 'SELECT email FROM users WHERE email <> '''' LIMIT 1' LANGUAGE sql;`,
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        instead: {
          noSql:
            'the function and the rename go into one script; what the function does with the new name is written by hand',
        },
      },
      {
        title: 'a trigger in SQLite that writes to the table',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE changes (user_id INTEGER);
CREATE TRIGGER note AFTER UPDATE ON users BEGIN INSERT INTO changes (user_id) VALUES (new.id); END;`,
        up: 'DROP TABLE changes',
        instead: {
          noSql: 'the trigger is dropped first, or writes elsewhere: which of the two, no SQL can say',
        },
      },
      {
        title: 'a trigger in SQLite that writes the column of its own table',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, seen INTEGER);
CREATE TRIGGER note AFTER INSERT ON users BEGIN UPDATE users SET seen = 0 WHERE id = new.id; END;`,
        up: 'ALTER TABLE users DROP COLUMN seen',
        instead: {
          noSql: 'the trigger is dropped first, or writes something else: which of the two, no SQL can say',
        },
      },
      {
        title: 'a view that reads a table which SQLite builds anew',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE VIEW mails AS SELECT email FROM users;`,
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP VIEW mails;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE VIEW mails AS SELECT email FROM users;`,
      },
      {
        title: 'the type of a column that a view reads',
        given: 'CREATE TABLE users (id int, email varchar(50)); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users ALTER COLUMN email TYPE text',
        instead: `DROP VIEW mails;
ALTER TABLE users ALTER COLUMN email TYPE text;
CREATE VIEW mails AS SELECT email FROM users;`,
      },
      {
        title: 'the type of a column that a BEGIN ATOMIC body reads',
        given: `CREATE TABLE users (id int, email varchar(50));
CREATE FUNCTION first_mail() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT email FROM users ORDER BY id LIMIT 1; END;`,
        up: 'ALTER TABLE users ALTER COLUMN email TYPE text',
        instead: `DROP FUNCTION first_mail();
ALTER TABLE users ALTER COLUMN email TYPE text;
CREATE FUNCTION first_mail() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT email FROM users ORDER BY id LIMIT 1; END;`,
      },
    ],
    allowed: [
      {
        title: 'SELECT * of a query within, which does not name the column',
        given: `CREATE TABLE users (id int, visits int); CREATE TABLE plans (id int);
CREATE VIEW known AS SELECT * FROM plans JOIN (SELECT id AS user_id FROM users) u ON true`,
        up: 'ALTER TABLE users ALTER COLUMN visits TYPE bigint',
      },
      {
        title: 'a column of the row of another table’s trigger',
        given: `CREATE TABLE places (id int, latitude int); CREATE TABLE crashes (id int, latitude int, place int);
CREATE FUNCTION set_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
NEW.place := (SELECT max(id) FROM places WHERE NEW.latitude > 0); RETURN NEW; END $$;
CREATE TRIGGER set_place BEFORE INSERT ON crashes FOR EACH ROW EXECUTE FUNCTION set_place();`,
        up: 'ALTER TABLE places DROP COLUMN latitude',
      },
      {
        title: 'a BEGIN ATOMIC body, which follows a rename',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION first_mail() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT email FROM users ORDER BY id LIMIT 1; END;`,
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
      },
      {
        title: 'another column takes the name',
        given: `CREATE TABLE jobs (id int, id_big bigint);
CREATE FUNCTION positive_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := abs(NEW.id); RETURN NEW; END $$;
CREATE TRIGGER positive_id BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION positive_id();`,
        up: 'ALTER TABLE jobs RENAME COLUMN id TO id_old; ALTER TABLE jobs RENAME COLUMN id_big TO id',
      },
      {
        title: 'a trigger function without a trigger, which nobody can call',
        given: `CREATE TABLE users (id int, email text);
CREATE TABLE mails (id int);
CREATE FUNCTION count_mails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM email FROM users; RETURN NEW; END $$;
CREATE TRIGGER count_mails AFTER INSERT ON mails FOR EACH ROW EXECUTE FUNCTION count_mails();`,
        up: 'DROP TRIGGER count_mails ON mails; DROP TABLE users',
      },
      {
        title: 'the function is made anew by a later migration of the deploy',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION lower_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(NEW.email); RETURN NEW; END $$;
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lower_email();`,
        after: { up: 'ALTER TABLE users RENAME COLUMN email TO mail' },
        up: 'CREATE OR REPLACE FUNCTION lower_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.mail := lower(NEW.mail); RETURN NEW; END $$',
      },
      {
        title: 'a function whose name may be that of another table’s column',
        given: `CREATE TABLE users (id int, email text);
CREATE TABLE guests (id int, email text);
CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql AS $$ SELECT g.email FROM guests g JOIN users u ON u.id = g.id $$;`,
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
      },
      {
        title: 'a policy on a table that is called like the column',
        given: `CREATE TABLE code (id int, code varchar(10), owner int);
CREATE POLICY own ON code TO PUBLIC USING (owner = 1);`,
        up: 'ALTER TABLE code ALTER COLUMN code TYPE varchar(20)',
      },
      {
        title: 'the view is changed too',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int, email varchar(100)); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users RENAME COLUMN email TO mail; CREATE OR REPLACE VIEW mails AS SELECT mail AS email FROM users',
      },
      {
        title: 'PostgreSQL renames the view along',
        given: 'CREATE TABLE users (id int, email text); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
      },
      {
        title: 'the view is dropped and made again',
        given: 'CREATE TABLE users (id int, email varchar(50)); CREATE VIEW mails AS SELECT email FROM users',
        up: `DROP VIEW mails;
ALTER TABLE users ALTER COLUMN email TYPE text;
CREATE VIEW mails AS SELECT email FROM users;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'({ table, temporary, cascade, replacedBy }, context) {
      if (replacedBy !== undefined) return refusedRebuild(table, replacedBy, context)
      return temporary || cascade ? undefined : brokenByTable(table, context)
    },
    'rename-table': (operation, context) =>
      operation.completesRebuild === true ? undefined : brokenByTable(operation.table, context, true),
    'drop-column': ({ table, column, cascade }, context) =>
      cascade ? undefined : brokenByColumn(table, column, context),
    'rename-column': ({ table, column }, context) => brokenByColumn(table, column, context, true),
    'change-column': ({ table, column, to }, context) =>
      sameColumn(context.before, column, to.name) ? undefined : brokenByColumn(table, column, context, true),
    'change-column-type': (operation, context) => refusedType(operation, context),
  },
}

function refusedRebuild(table: ObjectName, by: ObjectName, context: OperationContext): Problem | undefined {
  const refusing = refusingRebuild(table, context)
  if (refusing.length === 0) return undefined
  const names = inWords(refusing)
  return {
    message: `Once ${table} is dropped, ${by} cannot take its name: the rename fails because of ${names}, which ${refusing.length === 1 ? 'names' : 'name'} ${table}.`,
    instead: `Drop ${names} before ${table}, and make ${refusing.length === 1 ? 'it' : 'them'} again behind the rename.`,
    severity: 'error',
    objects: [table],
  }
}

function inWords(objects: readonly NamedObject[]): string {
  return listWords(objects.map(({ type, name }) => `the ${type} ${name}`))
}

function brokenByTable(table: ObjectName, context: OperationContext, isRenamed = false): Problem | undefined {
  const { before, replayedScript } = context
  // Another table or view takes the name.
  const { after } = replayedScript
  if (after.tables.has(after.semantics.objectKey(table)) || findObject(after, 'view', table) !== undefined) {
    return undefined
  }
  const views = leavesViews(context, isRenamed) ? dependentViews(table, undefined, before) : []
  return broken(
    table,
    leftAsTheyAre([...views, ...codeNaming(table, undefined, context, isRenamed)], context),
    isRenamed,
  )
}

/** PostgreSQL refuses to drop what a view reads; a view follows a rename there and in SQLite. */
function leavesViews({ before, traits }: OperationContext, isRenamed: boolean): boolean {
  if (before.semantics.viewsFollowRenames !== true) return true
  return !isRenamed && traits.dropsNeedCascade !== true
}

/** Routines and triggers; those of the table itself go with it. */
function codeNaming(
  table: ObjectName,
  column: string | undefined,
  { before, traits }: OperationContext,
  isRenamed: boolean,
): readonly NamedObject[] {
  if (isRenamed && traits.triggersFollowRenames === true) return []
  return bodiesNaming(before, table, column).filter(
    ({ table: on }) => column !== undefined || on === undefined || !sameObject(before, on, table),
  )
}

function brokenByColumn(
  table: ObjectName,
  column: string,
  context: OperationContext,
  isRenamed = false,
): Problem | undefined {
  const { before } = context
  // Another column takes the name.
  if (isRenamed && columnIn(context.replayedScript.after, table, column) !== undefined) return undefined
  const follows = before.semantics.viewsFollowRenames === true
  const { objects, semantics } = before
  const inTriggers = valuesBy(objects, rowColumnsOf(semantics), semantics.columnKey(column)).filter(object =>
    triggerReads(object, table, before),
  )
  const found = follows
    ? inTriggers.filter(({ type }) => type === 'function')
    : [...dependentViews(table, column, before), ...inTriggers.filter(({ type }) => type === 'trigger')]
  const code = codeNaming(table, column, context, isRenamed)
  const left = leftAsTheyAre([...new Set([...found, ...code])], context)
  const problem = broken(`${table}.${column}`, left, isRenamed)
  const missed = left.map(object => missedBefore(object, context))
  const [first] = missed
  if (problem === undefined || first === undefined || missed.includes(undefined)) return problem
  const [they, them] = left.length === 1 ? ['It fails', 'it'] : ['They fail', 'them']
  return {
    ...problem,
    message: `${problem.message} ${they} already where ${first.table}.${first.column} is asked for, which the applied ${first.by} has taken away.`,
    instead: `Drop ${inWords(left)}, if nothing uses ${them}, as it seems; else make ${them} again in the same script, for the columns that are there.`,
    severity: 'info',
  }
}

function broken(what: string, left: readonly NamedObject[], isRenamed: boolean): Problem | undefined {
  if (left.length === 0) return undefined
  const names = inWords(left)
  const isOne = left.length === 1
  const them = isOne ? 'it' : 'them'
  // PostgreSQL and MySQL look at the body of a routine when it runs.
  const areCalled = left.every(
    ({ type, definition }) =>
      (type === 'function' || type === 'procedure') && !/\breturns\s+trigger\b/i.test(definition),
  )
  return {
    message: `${capitalized(names)} still ${isOne ? 'names' : 'name'} ${what}, and ${isOne ? 'fails' : 'fail'} ${areCalled ? `when ${isOne ? 'it is' : 'they are'} called` : 'from now on'}.`,
    instead: isRenamed
      ? `Make ${names} again with the new name, right after the rename in the same script.`
      : `Drop ${names} before ${what}, if nothing uses ${them}; else make ${them} again without it, in the same script.`,
    objects: [what],
  }
}

/** Those that the deploy neither drops nor makes anew. */
function leftAsTheyAre(
  objects: readonly NamedObject[],
  { replayedScript: { after, steps }, atEnd }: OperationContext,
): readonly NamedObject[] {
  return objects.filter(
    ({ type, name, table, definition }) =>
      !isTriggerFunctionOfNone({ type, name, definition }, after) &&
      [after, atEnd].every(schema => findObject(schema, type, name, table)?.definition === definition) &&
      !steps.some(
        ({ operation }) =>
          operation.kind === 'create-object' &&
          operation.objectType === type &&
          sameObject(after, operation.name, name),
      ),
  )
}

/** PostgreSQL calls such a function as a trigger alone. */
function isTriggerFunctionOfNone(
  { type, name, definition }: Pick<NamedObject, 'type' | 'name' | 'definition'>,
  schema: SchemaState,
): boolean {
  return (
    type === 'function' &&
    /\breturns\s+trigger\b/i.test(definition) &&
    triggersCalling(schema, name).length === 0
  )
}

function dependentViews(
  table: ObjectName,
  column: string | undefined,
  schema: SchemaState,
): readonly NamedObject[] {
  return viewsReading(schema, table).filter(
    ({ type, name }) =>
      type === 'view' && (column === undefined || viewNamesColumn(schema, type, name, table, column)),
  )
}

/** A trigger of the table with `NEW.c`, or the function that such a trigger runs. */
function triggerReads(object: NamedObject, table: ObjectName, schema: SchemaState): boolean {
  if (object.type === 'trigger') return object.table !== undefined && sameObject(schema, object.table, table)
  if (object.type !== 'function') return false
  const running = triggersCalling(schema, object.name)
  // One function for many tables may look at the column where it is there.
  return (
    running.length > 0 && running.every(({ table: on }) => on !== undefined && sameObject(schema, on, table))
  )
}

/** Of triggers and functions, each column of `NEW.c` and `OLD.c`. */
const rowColumnsOf = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<NamedObject> =>
    ({ type, definition }) =>
      type === 'trigger' || type === 'function'
        ? [...definition.matchAll(/\b(?:new|old)\s*\.\s*["`]?([\w$]+)/gi)].map(([, name = '']) =>
            columnKey(name),
          )
        : [],
)

/** PostgreSQL changes no type under a view, a policy, a rule, a trigger condition or a generated column. */
function refusedType(
  { table, column }: OperationOf<'change-column-type'>,
  { before, traits }: OperationContext,
): Problem | undefined {
  if (traits.dropsAreRestricted !== true) return undefined
  const stops = dependentsOf(before, table, column).flatMap(({ kind, name }) => {
    if (kind === 'view' || kind === 'materialized-view') {
      return viewNamesColumn(before, kind, name, table, column)
        ? [`the ${kind.replace('-', ' ')} ${name}`]
        : []
    }
    return kind === 'policy' || kind === 'generated-column' ? [`the ${kind.replace('-', ' ')} ${name}`] : []
  })
  stops.push(...parsedBodiesNaming(before, table, column).map(({ type, name }) => `the ${type} ${name}`))
  if (stops.length === 0) return undefined
  return {
    message: `The type of ${table}.${column} cannot change while ${listWords(stops)} ${stops.length === 1 ? 'uses' : 'use'} it: the statement fails.`,
    instead: `Drop ${listWords(stops)}, change the type, and make ${stops.length === 1 ? 'it' : 'them'} again, in one transaction.`,
    severity: 'error',
    objects: [`${table}.${column}`],
  }
}

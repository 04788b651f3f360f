import type { Column, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { objectsNamed, objectsOfType, overloadsOf, withoutArguments } from '../schema/find-objects.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { findColumn, findEnum, findObject, findTable } from '../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'
import { qualifiedNamesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { columnsOfType, referencesTo } from './keys/dependents.ts'
import { whatStopsColumn, whatStopsKey, whatStopsObject } from './keys/what-stops-a-drop.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { functionCallers } from './objects/function-callers.ts'
import { withoutBody } from './rows/without-body.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

/** CASCADE on these drops columns with all their values. */
const holdsColumns: ReadonlySet<string> = new Set(['type', 'domain', 'composite-type', 'extension'])

export const dropCascadeAny: Rule = {
  id: 'drop-cascade-any',
  category: 'data-loss',
  severity: 'warning',
  title: 'DROP … CASCADE drops objects that the statement does not name.',
  why: `Views, foreign keys, defaults and functions that depend on the object go with it, and with a type or domain every
column of that type with its values. The review does not see which.`,
  instead:
    'Leave CASCADE out. What depends on the object then shows in the error, and can be dropped by name.',
  sources: ['PostgreSQL manual, Dependency Tracking'],
  examples: {
    flagged: [
      {
        title: 'a type, with every column of it',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        up: 'DROP TYPE mood CASCADE',
        instead: { noSql: 'the columns of that type go with their values, which another rule tells of each' },
      },
      {
        title: 'a type of which a default is left',
        given:
          "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int, state state DEFAULT 'new')",
        up: `ALTER TABLE jobs ALTER COLUMN state TYPE text USING state::text;
DROP TYPE state CASCADE;`,
        instead: `ALTER TABLE jobs ALTER COLUMN state TYPE text USING state::text;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new';
DROP TYPE state;`,
      },
      {
        title: 'a type that a function takes',
        given: `CREATE TYPE point3 AS (x int, y int, z int);
CREATE FUNCTION length(p point3) RETURNS int LANGUAGE sql AS $$ SELECT p.x + p.y + p.z $$;`,
        up: 'DROP TYPE point3 CASCADE',
        instead: { noSql: 'the functions are dropped by their names, once nothing calls them' },
      },
      {
        title: 'a view that another reads',
        given: `CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users;
CREATE VIEW active_ids AS SELECT id FROM active_users;`,
        up: 'DROP VIEW active_users CASCADE',
        instead: `DROP VIEW active_ids;
DROP VIEW active_users;`,
      },
      {
        title: 'a primary key, with the foreign keys that refer to it',
        given:
          'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (user_id int REFERENCES users (id))',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE',
        instead: `ALTER TABLE carts DROP CONSTRAINT carts_user_id_fkey;
ALTER TABLE users DROP CONSTRAINT users_pkey;`,
      },
      {
        title: 'a column, with the view that reads it',
        given: 'CREATE TABLE users (id int, email text); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users DROP COLUMN email CASCADE',
        instead: { noSql: 'each of what depends on it is dropped by name, and told by a rule of its own' },
      },
      {
        title: 'a function, with the index that calls it',
        given: `CREATE TABLE users (id int, email text);
CREATE FUNCTION fold(t text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT lower(t) $$;
CREATE INDEX users_fold ON users (fold(email));`,
        up: 'DROP FUNCTION fold CASCADE',
        instead: { noSql: 'each of what depends on it is dropped by name, and told by a rule of its own' },
      },
      {
        title: 'a sequence, with the default of a column',
        given: "CREATE SEQUENCE ids; CREATE TABLE users (id int, number int DEFAULT nextval('ids'))",
        up: 'DROP SEQUENCE ids CASCADE',
        instead: 'ALTER TABLE users ALTER COLUMN number DROP DEFAULT; DROP SEQUENCE ids',
      },
      {
        title: 'an extension, which may have types or functions alone',
        given: 'CREATE EXTENSION pgjwt',
        up: 'DROP EXTENSION pgjwt CASCADE',
        instead: 'DROP EXTENSION pgjwt',
      },
      {
        title: 'a view that no migration makes',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP VIEW active_users CASCADE',
        instead: 'DROP VIEW active_users',
      },
      {
        title: 'a view that is not there after the migrations',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP VIEW IF EXISTS active_users CASCADE',
        instead: 'DROP VIEW IF EXISTS active_users',
      },
    ],
    allowed: [
      {
        title: 'a primary key, whose foreign keys the script makes anew over it and one more column',
        given: `CREATE TABLE flags (key text CONSTRAINT flags_pkey PRIMARY KEY, space text NOT NULL);
CREATE TABLE rules (id int, space text, flag text REFERENCES flags (key));`,
        up: `ALTER TABLE flags DROP CONSTRAINT flags_pkey CASCADE;
ALTER TABLE flags ADD CONSTRAINT flags_pkey PRIMARY KEY (space, key);
ALTER TABLE rules ADD FOREIGN KEY (space, flag) REFERENCES flags (space, key);`,
      },
      {
        title: 'in a schema that the script itself makes',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE SCHEMA IF NOT EXISTS stats; DROP MATERIALIZED VIEW IF EXISTS stats.totals CASCADE',
      },
      {
        title: "a type of the session's own",
        up: 'DROP TYPE IF EXISTS pg_temp.pair CASCADE; CREATE TYPE pg_temp.pair AS (a int, b int)',
      },
      {
        title: 'a trigger, on which nothing depends',
        given: `CREATE TABLE users (id int);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER log AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION log();`,
        up: 'DROP TRIGGER log ON users CASCADE',
      },
      {
        title: 'the function of a trigger that is dropped by name',
        given: `CREATE TABLE users (id int);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER log_users AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION log();`,
        up: 'DROP TRIGGER log_users ON users; DROP FUNCTION log CASCADE',
      },
      {
        title: 'a function that nothing calls',
        given: `CREATE FUNCTION fold(t text) RETURNS text LANGUAGE sql AS $$ SELECT lower(t) $$`,
        up: 'DROP FUNCTION IF EXISTS fold CASCADE',
      },
      {
        title: 'a type of no column, made again with what takes it',
        given: `CREATE TYPE point3 AS (x int, y int, z int);
CREATE FUNCTION length(p point3) RETURNS int LANGUAGE sql AS $$ SELECT p.x + p.y + p.z $$;`,
        up: `DROP TYPE IF EXISTS point3 CASCADE;
CREATE TYPE point3 AS (x bigint, y bigint, z bigint);
CREATE FUNCTION length(p point3) RETURNS bigint LANGUAGE sql AS $$ SELECT p.x + p.y + p.z $$;`,
      },
      {
        title: 'what goes along is dropped by its name next',
        given: `CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT id FROM active_users;`,
        up: `DROP VIEW active_users CASCADE;
DROP MATERIALIZED VIEW IF EXISTS active_ids CASCADE;`,
      },
      {
        title: 'what goes along is made again',
        given: `CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT id FROM active_users;`,
        up: `DROP VIEW active_users CASCADE;
CREATE VIEW active_users AS SELECT id, 1 AS one FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT id FROM active_users;`,
      },
      {
        title: 'a view that is made here first',
        given: 'CREATE TABLE users (id int)',
        up: `DROP MATERIALIZED VIEW IF EXISTS active_users CASCADE;
CREATE MATERIALIZED VIEW active_users AS SELECT id FROM users;`,
      },
      {
        title: 'a view that nothing reads',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP VIEW active_users CASCADE; CREATE VIEW active_users AS SELECT id, 1 AS one FROM users',
      },
      {
        title: 'a constraint that nothing depends on',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email CASCADE',
      },
      {
        title: 'a type that no column has any more',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        up: `ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old CASCADE;`,
      },
      {
        title: 'without CASCADE',
        given: "CREATE TYPE mood AS ENUM ('sad')",
        up: 'DROP TYPE mood',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      if (!operation.cascade) return undefined
      const name = `${operation.name} of ${operation.table}`
      const along = whatStopsKey({ ...operation, cascade: false }, context)
      return alongWith(
        name,
        [operation.table],
        along.filter(each => !isReferredToAnew(operation.table, each, context)),
      )
    },
    'drop-column'(operation, context) {
      if (!operation.cascade) return undefined
      const name = `${operation.table}.${operation.column}`
      return alongWith(name, [name], whatStopsColumn({ ...operation, cascade: false }, context))
    },
    'drop-object'(operation, context) {
      const { statement, before } = context
      const dropped = statement.operations.filter(each => each.kind === 'drop-object')
      // One statement that drops many is one finding.
      if (!operation.cascade || dropped[0] !== operation) return undefined
      const { objectType } = operation
      // Of this session alone (PostgreSQL).
      if (dropped.every(({ name }) => name.startsWith('pg_temp.'))) return undefined
      // Nothing depends on a trigger.
      if (objectType === 'schema' || objectType === 'database' || objectType === 'trigger') return undefined
      const names = dropped.map(each => each.name)
      const what = `${objectType.replace('-', ' ')}${names.length === 1 ? '' : 's'} ${listWords(names)}`
      const it = names.length === 1 ? 'it' : 'them'
      if (objectType === 'view' || objectType === 'materialized-view') {
        const along = dropped
          .flatMap(each => whatStopsObject({ ...each, cascade: false }, context))
          .filter(each => !isNamedLater(each, context))
        // Of a view that is known, so is what reads it.
        const isKnown = names.every(name => findObject(before, objectType, name) !== undefined)
        if (isKnown) return along.length === 0 ? undefined : alongWith(`the ${what}`, names, along)
        if (dropped.every(each => isFirstMadeHere(each, context) || isOfNewSchema(each, context)))
          return undefined
      }
      // The script itself has dropped it before.
      const isGone = dropped.every(each => each.ifExists && isDroppedFirst(each, context))
      if (isGone) return undefined
      if (objectType === 'function' && names.every(name => functionsNamed(name, before).length === 1)) {
        const along = dropped.flatMap(each => [
          ...whatStopsObject({ ...each, cascade: false }, context),
          ...functionCallers(each.name, before),
        ])
        return alongWith(
          `the ${what}`,
          names,
          [...new Set(along)].filter(each => !isNamedLater(each, context)),
        )
      }
      if (
        objectType === 'sequence' &&
        names.every(name => findObject(before, 'sequence', name) !== undefined)
      ) {
        const columns = names.flatMap(name => columnsNumberedBy(name, context))
        const told = alongWith(
          `the ${what}`,
          names,
          columns.map(column => `the default of ${column}`),
        )
        // No INSERT fails where the column takes NULL.
        const isNullable = columns.every(column => columnNamed(column, before)?.nullable === true)
        return told && isNullable ? { ...told, severity: 'info' } : told
      }
      if (objectType !== 'extension' && dropped.every(each => isUnknown(each, context))) {
        return {
          message: `After the migrations that were read there is no ${what.replace(/ and (\S+)$/, ' or $1')}: CASCADE drops all that depends on ${it}, should ${names.length === 1 ? 'it' : 'they'} be there all the same.`,
          severity: 'info',
          objects: names,
        }
      }
      if (!holdsColumns.has(objectType)) {
        return {
          message: `Dropping the ${what} with CASCADE also drops all that depends on ${it}.`,
          objects: names,
        }
      }
      const columns = names.flatMap(name => columnsOfType(name, before))
      // A type is known from its first statement on, and so are the tables.
      if (columns.length === 0 && objectType !== 'extension') {
        if (names.every(name => isKnownType(name, before))) {
          const defaults = defaultsGoing(context)
          const along = [
            ...defaults.map(column => `the default of ${column}`),
            ...names.flatMap(name => routinesTaking(name, before)),
          ].filter(each => !isNamedLater(each, context))
          const told = alongWith(`the ${what}`, names, along)
          return told && along.length === defaults.length
            ? {
                ...told,
                instead: `Set the ${defaults.length === 1 ? 'default' : 'defaults'} anew before the DROP, of the type that ${defaults.length === 1 ? 'the column has' : 'the columns have'} by then: CASCADE is not needed then.`,
              }
            : told
        }
        if (dropped.every(each => isFirstMadeHere(each, context))) return undefined
      }
      // Many an extension has functions alone, and which types one has no migration says.
      if (columns.length === 0 && objectType === 'extension') {
        return {
          message: `Dropping the ${what} with CASCADE also drops what uses ${names.length === 1 ? 'its' : 'their'} functions or types: defaults, views, policies, and columns of those types with all values.`,
          severity: 'error',
          objects: names,
        }
      }
      return {
        message: `Dropping the ${what} with CASCADE also drops ${
          columns.length === 0 ? `every column of ${it}` : listWords(columns)
        }, with all values.`,
        severity: 'error',
        objects: names,
      }
    },
  },
}

function isKnownType(name: ObjectName, schema: SchemaState): boolean {
  return (
    findEnum(schema, name) !== undefined ||
    objectsNamed(schema, name).some(({ type }) => holdsColumns.has(type) && type !== 'extension')
  )
}

/** Columns of another type that keep a default of this one, as those of a retyped enum do. */
function defaultsGoing({ step, after, replayedScript }: OperationContext): readonly string[] {
  return [...step.before.tables.values()].flatMap(table => {
    const now = findTable(after, table.name)
    // Most of them are the same table before and after.
    if (now === undefined || now === table) return []
    return [...table.columns.values()].flatMap(column => {
      const left = findColumn(now, column.name, after.semantics)
      const atLast = columnIn(replayedScript.after, table.name, column.name)
      const isLost = left !== undefined && column.default !== undefined && left.default === undefined
      return isLost && atLast !== undefined && atLast.default === undefined
        ? [`${table.name}.${column.name}`]
        : []
    })
  })
}

/** Routines with the type in their head: what a body names does not go with it (PostgreSQL manual, Dependency Tracking). */
function routinesTaking(type: ObjectName, schema: SchemaState): readonly string[] {
  const key = schema.semantics.objectKey(type)
  return [...objectsOfType(schema, 'function'), ...objectsOfType(schema, 'procedure')]
    .filter(({ definition }) =>
      qualifiedNamesIn(withoutBody(definition)).some(name => schema.semantics.objectKey(name) === key),
    )
    .map(routine => `the ${routine.type} ${withoutArguments(routine.name)}`)
}

/** With every list of arguments. */
function functionsNamed(name: ObjectName, schema: SchemaState): readonly NamedObject[] {
  return objectsNamed(schema, name).filter(({ type }) => type === 'function')
}

/** Columns that take their numbers from the sequence, by a default that names it or as serial. */
function columnsNumberedBy(sequence: ObjectName, context: OperationContext): readonly string[] {
  const { before } = context
  const owner = findObject(before, 'sequence', sequence)?.ownedBy
  const isSerial =
    owner !== undefined && columnIn(before, owner.table, owner.column)?.autoIncrement === 'serial'
  const named = whatStopsObject(
    { kind: 'drop-object', objectType: 'sequence', name: sequence, ifExists: false, cascade: false },
    context,
  )
  return [
    ...new Set([
      ...(isSerial ? [`${owner.table}.${owner.column}`] : []),
      ...named.map(each => each.replace(/^the default of /, '')),
    ]),
  ]
}

function columnNamed(name: string, schema: SchemaState): Column | undefined {
  const end = name.lastIndexOf('.')
  return columnIn(schema, name.slice(0, end), name.slice(end + 1))
}

function isDroppedFirst(
  { objectType, name }: OperationOf<'drop-object'>,
  { before, replayedScript }: OperationContext,
): boolean {
  return (
    findObject(before, objectType, name) === undefined &&
    findObject(replayedScript.before, objectType, name) !== undefined
  )
}

/** DROP … IF EXISTS of what no migration before this one has made. */
function isUnknown(
  { name, ifExists }: OperationOf<'drop-object'>,
  { before, replayedScript }: OperationContext,
): boolean {
  const hasHistory = before.complete || replayedScript.before.tables.size > 0
  return (
    ifExists === true &&
    hasHistory &&
    overloadsOf(before, name).length === 0 &&
    findEnum(before, name) === undefined
  )
}

/** And before CREATE of it. */
function isFirstMadeHere(operation: OperationOf<'drop-object'>, context: OperationContext): boolean {
  const { replayedScript, step } = context
  const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
  return (
    isUnknown(operation, context) &&
    later.some(({ operation: each }) => each.kind === 'create-object' && each.name === operation.name)
  )
}

/** Of a schema that the script makes as the first of all: nothing is in it. */
function isOfNewSchema(operation: OperationOf<'drop-object'>, context: OperationContext): boolean {
  const [schemaName = '', name] = operation.name.split('.')
  const { before, replayedScript } = context
  const isKnown = (schema: SchemaState): boolean => findObject(schema, 'schema', schemaName) !== undefined
  return (
    name !== undefined && isUnknown(operation, context) && !isKnown(replayedScript.before) && isKnown(before)
  )
}

/** The script makes it anew, or drops it by its name: that it goes was no surprise. */
function isNamedLater(words: string, { replayedScript, step }: OperationContext): boolean {
  const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
  return later.some(
    ({ operation }) =>
      (operation.kind === 'create-object' || operation.kind === 'drop-object') &&
      (words.endsWith(` ${operation.name}`) ||
        (operation.table !== undefined && words.endsWith(` ${operation.name} of ${operation.table}`))),
  )
}

/** The script makes another foreign key between the two tables, over the same columns and more. */
function isReferredToAnew(table: ObjectName, words: string, context: OperationContext): boolean {
  const { before, replayedScript, step } = context
  const gone = referencesTo(table, before).find(
    reference => words === `the foreign key ${reference.foreignKey.name ?? ''} of ${reference.table}`,
  )
  if (gone === undefined) return false
  return stepsOn(replayedScript.steps, gone.table, 'add-constraint').some(added => {
    const { constraint } = added.operation
    return (
      isBefore(replayedScript.steps, step, added) &&
      constraint.type === 'foreign-key' &&
      sameObject(before, constraint.references.table, table) &&
      gone.foreignKey.columns.every(column =>
        constraint.columns.some(other => sameColumn(before, other, column)),
      )
    )
  })
}

/** Only what is known to depend on it: CASCADE where nothing does is a habit. */
function alongWith(name: string, objects: readonly string[], along: readonly string[]): Problem | undefined {
  if (along.length === 0) return undefined
  return { message: `Dropping ${name} with CASCADE also drops ${listWords(along)}.`, objects }
}

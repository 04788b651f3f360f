import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { objectsNamed } from '../schema/find-objects.ts'
import { isBefore, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findTable, tableOfIndex } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import { foreignKeysAreOff } from './keys/foreign-keys-off.ts'
import { refusingChildren } from './keys/refusing-children.ts'
import {
  viewsAbove,
  whatStopsColumn,
  whatStopsIndex,
  whatStopsKey,
  whatStopsObject,
  whatStopsTable,
} from './keys/what-stops-a-drop.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { foreignKeysOffFirst } from './scripts/pragma-outside-transaction.ts'
import { listWords } from './wording/list-words.ts'

export const dropOrder: Rule = {
  id: 'drop-order',
  category: 'data-dependent',
  severity: 'error',
  title: 'Something is dropped while others still need it.',
  why: `The server refuses the statement. In a down script that shows for the first time when a rollback is needed: it stops
there, and what comes behind it is not undone. A foreign key keeps its table; in PostgreSQL a view, default, trigger or
column keeps what it is made of; in MySQL and MariaDB a foreign key, CHECK or generated column keeps its columns. SQLite
refuses to drop a table only if there are rows that refer to it.`,
  instead: 'Drop in the reverse order of making: first what refers to others.',
  appliesToNewTables: true,
  directions: ['up', 'down'],
  sources: [
    'PostgreSQL manual, Dependency Tracking',
    'measured: MySQL 9.7 (1828, 3108, 3730, 3959)',
    'measured: PostgreSQL 15 (2BP01), MariaDB 10.11 (1451, 1553, 1829, 1054), SQLite 3.50',
  ],
  examples: {
    flagged: [
      {
        title: 'a down script in the order of the up script',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
        instead: [
          {
            up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
            down: `DROP TABLE cart_items;
DROP TABLE carts;`,
          },
        ],
      },
      {
        title: 'the index of a partition, attached to its parent’s: it goes with that one',
        given: `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);`,
        up: `CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX CONCURRENTLY visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;`,
        down: 'DROP INDEX visits_1_id; DROP INDEX visits_id;',
        transaction: 'none',
        instead: [
          {
            up: `CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX CONCURRENTLY visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;`,
            down: 'DROP INDEX visits_id;',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
        instead: [
          {
            up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, FOREIGN KEY (cart_id) REFERENCES carts (id));`,
            down: `DROP TABLE cart_items;
DROP TABLE carts;`,
          },
        ],
      },
      {
        title: 'SQLite, once there are rows',
        dialect: 'sqlite',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY);
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
        instead: [
          {
            up: `CREATE TABLE carts (id INTEGER PRIMARY KEY);
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id));`,
            down: `DROP TABLE cart_items;
DROP TABLE carts;`,
          },
        ],
      },
      {
        title: 'a type that a column still has',
        up: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        down: 'DROP TYPE mood; DROP TABLE people;',
        instead: [
          {
            up: `CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE people (id int, mood mood);`,
            down: `DROP TABLE people;
DROP TYPE mood;`,
          },
        ],
      },
      {
        title: 'a column that a view reads',
        given: 'CREATE TABLE users (id int, email text); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: [
          'CREATE OR REPLACE VIEW mails AS SELECT NULL::text AS email FROM users',
          'CREATE TABLE users_email_archive AS SELECT id, email FROM users',
        ],
      },
      {
        title: 'a column that the view has read with * when it was made again',
        given: 'CREATE TABLE users (id int); CREATE VIEW everybody AS SELECT u.* FROM users u',
        up: `ALTER TABLE users ADD COLUMN email text;
CREATE OR REPLACE VIEW everybody AS SELECT u.* FROM users u;`,
        down: 'ALTER TABLE users DROP COLUMN email',
        instead: [
          {
            up: `ALTER TABLE users ADD COLUMN email text;
CREATE OR REPLACE VIEW everybody AS SELECT u.* FROM users u;`,
            down: `DROP VIEW everybody;
ALTER TABLE users DROP COLUMN email;
CREATE VIEW everybody AS SELECT u.* FROM users u;`,
          },
        ],
      },
      {
        title: 'a table that a BEGIN ATOMIC body reads',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE FUNCTION first_id() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT min(id) FROM users; END',
        down: 'ALTER TABLE users DROP COLUMN id; DROP FUNCTION first_id()',
        instead: [
          {
            up: 'CREATE FUNCTION first_id() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT min(id) FROM users; END',
            down: 'DROP FUNCTION first_id()',
          },
        ],
      },
      {
        title: 'a view that another reads',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE VIEW a AS SELECT id FROM users; CREATE VIEW b AS SELECT id FROM a',
        down: 'DROP VIEW a; DROP VIEW b',
        instead: [
          {
            up: `CREATE VIEW a AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM a;`,
            down: `DROP VIEW b;
DROP VIEW a;`,
          },
        ],
      },
      {
        title: 'a function that a trigger runs',
        given: 'CREATE TABLE users (id int)',
        up: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`,
        down: 'DROP FUNCTION touch(); DROP TRIGGER touched ON users;',
        instead: [
          {
            up: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`,
            down: `DROP TRIGGER touched ON users;
DROP FUNCTION touch();`,
          },
        ],
      },
      {
        title: 'a column with a foreign key',
        dialect: 'mariadb',
        given: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, CONSTRAINT of_cart FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        up: 'ALTER TABLE cart_items DROP COLUMN cart_id',
        instead: 'ALTER TABLE cart_items DROP FOREIGN KEY of_cart, DROP COLUMN cart_id',
      },
      {
        title: 'a column that another is computed from',
        dialect: 'mysql',
        given:
          'CREATE TABLE items (id int PRIMARY KEY, price int, gross int GENERATED ALWAYS AS (price * 2) STORED)',
        up: 'ALTER TABLE items DROP COLUMN price',
        instead: 'ALTER TABLE items DROP COLUMN gross, DROP COLUMN price',
      },
    ],
    allowed: [
      {
        title: 'a column that is called like its table, which a view reads',
        given: 'CREATE TABLE prices (id int, prices int); CREATE VIEW price_ids AS SELECT p.id FROM prices p',
        up: 'ALTER TABLE prices DROP COLUMN prices',
      },
      {
        title: 'a view that only calls another thing so',
        given:
          'CREATE TABLE users (id int, uuid text); CREATE VIEW ids AS SELECT id, gen_random_uuid() AS uuid FROM users',
        up: 'ALTER TABLE users DROP COLUMN uuid',
      },
      {
        title: 'DROP TABLE of a view, which is refused as such',
        given:
          'CREATE TABLE users (id int); CREATE VIEW ids AS SELECT id FROM users; CREATE VIEW more AS SELECT id FROM ids',
        up: 'DROP TABLE ids',
      },
      {
        title: 'the view goes first',
        given: 'CREATE TABLE users (id int, email text); CREATE VIEW mails AS SELECT email FROM users',
        up: 'DROP VIEW mails; ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'an index and a key of its own go with the column',
        given:
          'CREATE TABLE users (id int, email text UNIQUE); CREATE INDEX users_id_email ON users (id, email)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'the foreign key goes in the same statement',
        dialect: 'mysql',
        given: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, CONSTRAINT of_cart FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        up: 'ALTER TABLE cart_items DROP FOREIGN KEY of_cart, DROP COLUMN cart_id',
      },
      {
        title: 'the reverse order',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE cart_items; DROP TABLE carts;',
      },
      {
        title: 'both in one statement',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE carts, cart_items;',
      },
      {
        title: 'a column that is younger than the view that reads *',
        given: 'CREATE TABLE users (id int); CREATE VIEW everybody AS SELECT u.* FROM users u',
        up: 'ALTER TABLE users ADD COLUMN email text',
        down: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'without the check',
        dialect: 'mysql',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        down: 'SET foreign_key_checks = 0; DROP TABLE carts; DROP TABLE cart_items; SET foreign_key_checks = 1;',
      },
      {
        title: 'rows that go along',
        dialect: 'sqlite',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY);
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id) ON DELETE CASCADE);`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const { table, cascade, temporary, replacedBy } = operation
      // That it is none is told as such.
      if (cascade || temporary || isView(table, context)) return undefined
      if (replacedBy !== undefined) {
        const refusal = foreignKeysAreOff(context) ? undefined : byForeignKeys(table, context)
        return refusal && { ...refusal, instead: foreignKeysOffFirst(context) }
      }
      const problem =
        byForeignKeys(table, context) ?? refused(table, [table], whatStopsTable(table, context), context)
      return problem && { ...problem, ...wasThere(table, schema => findTable(schema, table), context) }
    },
    'drop-column'(operation, context) {
      const name = `${operation.table}.${operation.column}`
      const stops = isUnchecked(context) ? [] : whatStopsColumn(operation, context)
      const problem = refused(name, [name], stops, context)
      const thing = (schema: SchemaState) => columnIn(schema, operation.table, operation.column)
      return problem && { ...problem, ...wasThere(name, thing, context) }
    },
    'drop-index'({ name, table }, context) {
      const on = tableOfIndex(context.before, name, table)
      const stops = whatStopsIndex(on, name, context.before)
      const problem = refused(name, [`${on?.name ?? ''}.${name}`], stops, context)
      return problem && { ...problem, instead: `Drop ${listWords(stops)} alone: this one goes with it.` }
    },
    'drop-object'(operation, context) {
      return refused(operation.name, [operation.name], whatStopsObject(operation, context), context)
    },
    'drop-constraint'(operation, context) {
      const name = operation.name ?? 'the primary key'
      const stops = whatStopsKey(operation, context)
      return refused(`${name} of ${operation.table}`, [operation.table], stops, context)
    },
  },
}

/** A down script is to leave what was there before up: up has not made it. */
function wasThere(
  name: string,
  thing: (schema: SchemaState) => object | undefined,
  { goal, replayedScript: { after } }: OperationContext,
): Pick<Problem, 'instead'> {
  if (goal === undefined || thing(goal) === undefined || thing(after) !== undefined) return {}
  return {
    instead: `Leave this DROP out: ${name} was there before up, and has to be there after down. Take back what up does in its place.`,
  }
}

function isView(name: ObjectName, { before }: OperationContext): boolean {
  return (
    findTable(before, name) === undefined &&
    objectsNamed(before, name).some(({ type }) => type === 'view' || type === 'materialized-view')
  )
}

function refused(
  what: string,
  objects: readonly string[],
  stops: readonly string[],
  context: OperationContext,
): Problem | undefined {
  if (stops.length === 0) return undefined
  const needs = stops.length === 1 ? 'needs it' : 'need it'
  const names = [...new Set(stops)]
  const above = new Map(names.map(name => [name, viewsAbove(name, context.before)]))
  for (const view of [...above.values()].flat()) above.set(view, viewsAbove(view, context.before))
  const inOrder = [...above.keys()].sort(
    (one, other) => (above.get(one)?.length ?? 0) - (above.get(other)?.length ?? 0),
  )
  return {
    message: `Dropping ${what} fails: ${listWords(names)} still ${needs}.`,
    instead: `Drop ${listWords(inOrder)} first${inOrder.some(name => above.get(name)?.length) ? ', in this order' : ''}${afterwards(inOrder, context)}.`,
    objects,
  }
}

/** What does more than refer to it is wanted again, unless the script drops it too. */
function afterwards(stops: readonly string[], { replayedScript: { steps }, step }: OperationContext): string {
  const dropped = [...stepsOf(steps, 'drop-object'), ...stepsOf(steps, 'drop-table')]
    .filter(each => isBefore(steps, step, each))
    .map(({ operation }) => (operation.kind === 'drop-table' ? operation.table : operation.name))
  if (stops.every(stop => dropped.some(name => stop.endsWith(` ${bareName(name)}`)))) return ', not after it'
  if (stops.every(stop => /^the (?:foreign key|default) /.test(stop))) return ''
  return `, and make ${stops.length === 1 ? 'it' : 'them'} again without it where ${stops.length === 1 ? 'it is' : 'they are'} still needed`
}

function byForeignKeys(table: ObjectName, context: OperationContext): Problem | undefined {
  const withRows = context.traits.dropReferencedTable === 'fails-with-rows'
  if (withRows ? foreignKeysAreOff(context) : isUnchecked(context)) return undefined
  const referring = refusingChildren(table, context, other => isDroppedAlong(other, context))
  if (referring.length === 0) return undefined
  const others = listWords(referring)
  const { steps } = context.replayedScript
  const areDroppedLater = referring.every(other =>
    stepsOn(steps, other, 'drop-table').some(each => isBefore(steps, context.step, each)),
  )
  return {
    message: withRows
      ? `Dropping ${table} fails if rows of ${others} refer to it and foreign keys are enforced.`
      : `Dropping ${table} fails: a foreign key of ${others} refers to it.`,
    ...(withRows ? { severity: 'warning' } : {}),
    instead: areDroppedLater
      ? `Drop ${others} first, not after it.`
      : withRows
        ? `Make ${others} again without the foreign key first, or drop ${referring.length === 1 ? 'it' : 'them'} first.`
        : `Drop that foreign key of ${others} first, or the column that has it.`,
    objects: [table],
  }
}

function isUnchecked({ before }: OperationContext): boolean {
  const variables = before.sessionVariables
  return variables?.get('foreign_key_checks') === '0' || variables?.get('foreign_keys') === '0'
}

function isDroppedAlong(table: string, { before, statement }: OperationContext): boolean {
  return statement.operations.some(
    operation => operation.kind === 'drop-table' && sameObject(before, operation.table, table),
  )
}

import type { Column, ObjectName } from '../operations/column.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { findTable, primaryKeyOf } from '../schema/lookup.ts'
import type { ReplayedScript } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { isFilledInside } from './filled-inside.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import type { Rule } from './rule.ts'

export const dropDefault: Rule = {
  id: 'drop-default',
  category: 'compatibility',
  severity: 'warning',
  title: 'A NOT NULL column loses its default.',
  why: 'INSERTs of the running release that do not name the column fail from then on.',
  instead: 'Let the code write the column first, and drop the default in a later release.',
  noSql: 'the code has to write the column before the default goes',
  examples: {
    flagged: [
      {
        title: 'a serial column no longer numbers the rows',
        given: 'CREATE TABLE hooks (id serial PRIMARY KEY)',
        up: 'ALTER TABLE hooks ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE text',
      },
      {
        title: 'a required column',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: 'ALTER TABLE users ALTER COLUMN plan DROP DEFAULT',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, plan varchar(10) NOT NULL DEFAULT 'free')",
        up: 'ALTER TABLE users ALTER COLUMN plan DROP DEFAULT',
      },
    ],
    allowed: [
      {
        title: 'a trigger gives the column its value',
        given: 'CREATE TABLE images (id int, made_at date, sort_at date NOT NULL DEFAULT CURRENT_DATE)',
        up: `CREATE FUNCTION set_sort_at() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.sort_at := NEW.made_at; RETURN NEW; END $$;
CREATE TRIGGER set_sort_at BEFORE INSERT ON images FOR EACH ROW EXECUTE FUNCTION set_sort_at();
ALTER TABLE images ALTER COLUMN sort_at DROP DEFAULT;`,
      },
      {
        title: 'another default follows, after the type has changed',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT '1')",
        up: `ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;
ALTER TABLE users ALTER COLUMN plan TYPE int USING plan::int;
ALTER TABLE users ALTER COLUMN plan SET DEFAULT 1;`,
      },
      {
        title: 'another default follows, and then another name of the table',
        given: 'CREATE TABLE places (id int, crossing int NOT NULL DEFAULT 0)',
        up: `ALTER TABLE places ALTER COLUMN crossing DROP DEFAULT;
ALTER TABLE places ALTER COLUMN crossing TYPE boolean USING crossing <> 0;
ALTER TABLE places ALTER COLUMN crossing SET DEFAULT false;
ALTER TABLE places RENAME TO locations;`,
      },
      {
        title: 'it counts as an identity column from then on',
        given: 'CREATE TABLE users (id serial PRIMARY KEY)',
        up: `ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE users_id_seq;
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (RESTART 5000);`,
        transaction: 'script',
      },
      {
        title: 'it takes the place of a column that had none',
        given:
          "CREATE TYPE health AS ENUM ('ok', 'failed'); CREATE TABLE jobs (id int, health health NOT NULL)",
        up: `ALTER TABLE jobs ADD COLUMN health_new text NOT NULL DEFAULT 'failed';
UPDATE jobs SET health_new = health;
ALTER TABLE jobs ALTER COLUMN health_new DROP DEFAULT;
ALTER TABLE jobs DROP COLUMN health;
ALTER TABLE jobs RENAME COLUMN health_new TO health;`,
      },
      {
        title: 'NOT NULL goes with it',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: `ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;
ALTER TABLE users ALTER COLUMN plan DROP NOT NULL;`,
      },
      {
        title: 'a nullable column',
        given: "CREATE TABLE users (id int, plan text DEFAULT 'free')",
        up: 'ALTER TABLE users ALTER COLUMN plan DROP DEFAULT',
      },
    ],
  },

  checkOperation: {
    'drop-default'({ table, column }, { before, replayedScript, step, atEnd }) {
      const old = columnIn(before, table, column)
      if (old === undefined || old.nullable) return undefined
      const text = old.autoIncrement === 'serial' ? 'its next number' : old.default
      if (text === undefined || isOneRowsKey(table, column, text, before)) return undefined
      // Given another one by the same script: the type changes in between. Or NULL takes its place.
      const result = columnIn(replayedScript.after, table, column)
      if (result?.default !== undefined || result?.nullable === true || isIdentity(result)) return undefined
      // The table may have another name by then.
      const { steps } = replayedScript
      const isSetLater = stepsOn(steps, table, 'set-default').some(
        other => isBefore(steps, step, other) && sameColumn(before, other.operation.column, column),
      )
      if (isSetLater || isFilledInside(atEnd, table, column)) return undefined
      if (takesOverRequired(table, column, replayedScript)) return undefined
      return {
        message: `${table}.${column} is NOT NULL and loses ${old.default === text ? `DEFAULT ${text}` : text}: INSERTs that do not name it fail.`,
        objects: [`${table}.${column}`],
      }
    },
  },
}

/** It gets the name of a column that INSERTs had to name before. */
function takesOverRequired(table: ObjectName, column: string, { steps, before }: ReplayedScript): boolean {
  return stepsOn(steps, table, 'rename-column').some(({ operation }) => {
    if (!sameColumn(before, operation.column, column)) return false
    const old = columnIn(before, table, operation.to)
    return old !== undefined && !old.nullable && old.default === undefined && old.autoIncrement === undefined
  })
}

/** A constant is a key for one row: no code leaves the column out. */
function isOneRowsKey(table: ObjectName, column: string, text: string, schema: SchemaState): boolean {
  const known = findTable(schema, table)
  const key = known && primaryKeyOf(known)
  const isKey =
    key?.type === 'primary-key' &&
    key.columns.length === 1 &&
    sameColumn(schema, key.columns[0] ?? '', column)
  return isKey && /^(?:'[^']*'(?:::[\w ]+)?|\d+)$/.test(text)
}

function isIdentity(column: Column | undefined): boolean {
  return column?.autoIncrement?.startsWith('identity') === true
}

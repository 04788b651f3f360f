import type { Column, ObjectName } from '../operations/column.ts'
import { objectsNamed } from '../schema/find-objects.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { findTable, primaryKeyOf } from '../schema/lookup.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { qualifiedCallsIn } from '../schema/sql-text.ts'
import { columnAtEnd } from './deploy/at-end-of-deploy.ts'
import { placeWithFile } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { isUnknownToCode } from './names/unknown-to-code.ts'
import { isFilledInside } from './rows/filled-inside.ts'
import type { OperationContext, Rule } from './rule.ts'

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
        title: 'a column that is new, and had the default for the rows that were there',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';
ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;`,
      },
      {
        title: 'a default that a function of the project has computed',
        given: `CREATE FUNCTION made_up() RETURNS text LANGUAGE sql AS 'SELECT md5(random()::text)';
CREATE TABLE users (id int, code text NOT NULL DEFAULT made_up());`,
        up: 'ALTER TABLE users ALTER COLUMN code DROP DEFAULT',
      },
      {
        title: 'a column that changes its type',
        given: 'CREATE TABLE users (id int, paid boolean NOT NULL DEFAULT false)',
        up: `ALTER TABLE users ALTER COLUMN paid DROP DEFAULT;
ALTER TABLE users ALTER COLUMN paid TYPE text USING CASE WHEN paid THEN 'yes' ELSE 'no' END;`,
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
        title: 'a table that the code which runs knows by another name',
        given: 'CREATE TABLE replies (id int, kind text)',
        up: `ALTER TABLE replies RENAME TO notices;
ALTER TABLE notices ADD COLUMN sort text NOT NULL DEFAULT 'reply';
ALTER TABLE notices ALTER COLUMN sort DROP DEFAULT;`,
      },
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
    'drop-default'({ table, column }, context) {
      const { before, replayedScript, step, atEnd } = context
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
      // The code that runs knows the table by another name: its INSERTs fail for that.
      if (isUnknownToCode(table, context)) return undefined
      const lost = `${table}.${column} is NOT NULL and loses ${old.default === text ? `DEFAULT ${text}` : text}`
      const taken = takenBackBy(table, column, context)
      if (taken !== undefined) {
        const place = placeWithFile(taken, context)
        return {
          message: `${lost}: INSERTs that do not name it fail until ${place} lets them leave it out again.`,
          instead: `Take the default away behind ${place}, or in that statement: nothing fails in between then.`,
          severity: 'info',
          objects: [`${table}.${column}`],
        }
      }
      return {
        message: `${lost}: INSERTs that do not name it fail${isOwnFunction(text, before) ? ', where no trigger that comes from elsewhere fills it' : ''}.`,
        ...adviceFor(table, column, context),
        objects: [`${table}.${column}`],
      }
    },
  },
}

/** The statement of a later migration of the deploy behind which the column may be left out of an INSERT, as it may be at the
 * end. */
function takenBackBy(table: ObjectName, column: string, context: OperationContext): Step | undefined {
  const { deploySteps, step } = context
  const isOptional = (known: Column | 'gone' | undefined): boolean =>
    known !== undefined &&
    known !== 'gone' &&
    (known.nullable || known.default !== undefined || isIdentity(known))
  if (!isOptional(columnAtEnd(table, column, context))) return undefined
  return deploySteps.find(
    each => isBefore(deploySteps, step, each) && isOptional(columnIn(each.after, table, column)),
  )
}

/** Of a column that no release knows yet, or whose type the script changes. */
function adviceFor(
  table: ObjectName,
  column: string,
  { isNewColumn, before, replayedScript, step }: OperationContext,
): Pick<Problem, 'instead'> {
  if (isNewColumn(table, column))
    return {
      instead: `Leave the default where it is until the code that writes ${column} runs everywhere: code that does not know the column yet still INSERTs. Drop it in a later release.`,
    }
  const { steps } = replayedScript
  const retyping = stepsOn(steps, table, 'change-column-type').find(
    other =>
      (isBefore(steps, step, other) || other.statement === step.statement) &&
      sameColumn(before, other.operation.column, column),
  )
  if (retyping === undefined) return {}
  const behind =
    retyping.statement === step.statement
      ? 'in the same script'
      : `behind line ${retyping.statement.location.line}`
  const isNumbered = columnIn(before, table, column)?.autoIncrement === 'serial'
  const example = isNumbered ? madeUp(retyping.operation.type.name) : ''
  return {
    instead: `Set a default of the new type ${behind}${example}, and drop it in a later release, when all code writes the column.`,
  }
}

/** In the place of a number. */
function madeUp(type: string): string {
  if (type === 'uuid') return ', as gen_random_uuid()'
  return /^(?:text|varchar)$/.test(type) ? ', as gen_random_uuid()::text' : ''
}

/** It gets the name of a column that INSERTs had to name before. */
function takesOverRequired(table: ObjectName, column: string, { steps, before }: ReplayedScript): boolean {
  return stepsOn(steps, table, 'rename-column').some(({ operation }) => {
    if (!sameColumn(before, operation.column, column)) return false
    const old = columnIn(before, table, operation.to)
    return old !== undefined && !old.nullable && old.default === undefined && old.autoIncrement === undefined
  })
}

/** What the project has computed in a function may be a trigger's from now on, which its code makes at each start. */
function isOwnFunction(text: string, schema: SchemaState): boolean {
  return qualifiedCallsIn(text).some(name =>
    objectsNamed(schema, name).some(({ type }) => type === 'function'),
  )
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

import type { Migration } from '../migration/migration.ts'
import { bareName } from '../operations/names.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { objectsNamed } from '../schema/find-objects.ts'
import { isBefore, type StepOf, stepsMaking, stepsOf } from '../schema/find-steps.ts'
import { findEnum, findObject } from '../schema/lookup.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'
import { forwardAloneHabit } from './deploy/forward-alone.ts'
import type { Place, Problem } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { unseenCode } from './scripts/unseen-code.ts'
import { listWords } from './wording/list-words.ts'

export const irreversibleOperation: Rule = {
  id: 'irreversible-operation',
  category: 'reversibility',
  severity: 'warning',
  title: 'No statement undoes this one.',
  why: `Some changes have no reverse: a value cannot be taken out of a PostgreSQL enum, an object whose definition is
in no migration cannot be made again, and what code builds at run time is not known at all.`,
  instead: `Deploy it on its own, so that a rollback of other migrations is not held up by it. Keep what would be needed
to undo it (the old definition, a copy of the rows), and mark the migration as irreversible with the reason.`,
  noSql: 'what has no reverse is kept first: the old definition, or a copy of the rows',
  sources: [
    'PostgreSQL manual, Enumerated Types, Implementation Details',
    'PostgreSQL manual, ALTER EXTENSION',
    'measured: PostgreSQL 15, extension "hstore" has no update path from version "1.8" to version "1.7"',
  ],
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a value added to an enum',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: "ALTER TYPE mood ADD VALUE 'ok'",
      },
      {
        title: 'several values, told once for the type',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: "ALTER TYPE mood ADD VALUE 'ok'; ALTER TYPE mood ADD VALUE 'fine'",
      },
      {
        title: 'a view whose definition is in no migration',
        dialect: 'mysql',
        up: 'DROP VIEW active_users',
      },
      { title: 'a procedure whose body is in no migration', up: 'CALL rebuild_totals()' },
      {
        title: 'a newer version of an extension',
        given: "CREATE EXTENSION hstore VERSION '1.7'",
        up: "ALTER EXTENSION hstore UPDATE TO '1.8'",
      },
      {
        title: 'a procedure that builds its SQL',
        up: `CREATE PROCEDURE wipe(name text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('TRUNCATE %I', name); END $$;
CALL wipe('carts');`,
      },
      { title: 'a function whose body is in no migration', up: 'SELECT rebuild_totals()' },
      {
        title: 'large objects, which are in no schema',
        given: 'CREATE TABLE filters (id int PRIMARY KEY, content oid)',
        up: "UPDATE filters SET content = lo_from_bytea(0, '') WHERE content IS NULL",
      },
    ],
    allowed: [
      {
        title: 'a job that an extension keeps, which up makes and down drops',
        given: 'CREATE TABLE stats (id int)',
        up: "CREATE EXTENSION pg_cron; SELECT cron.schedule('30 * * * *', 'ANALYZE')",
        down: 'DROP EXTENSION pg_cron',
      },
      {
        title: 'a call that is given the table which up makes and down drops',
        given: `CREATE FUNCTION add_stamps(t text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN at timestamptz', t); END $$;`,
        up: "CREATE TABLE carts (id int); SELECT add_stamps('carts')",
        down: 'DROP TABLE carts',
      },
      {
        title: 'a view whose definition is known',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP VIEW active_users',
      },
      {
        title: 'a trigger whose definition is known',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, changed TEXT);
CREATE TRIGGER touch AFTER INSERT ON users BEGIN UPDATE users SET changed = 'now'; END;`,
        up: 'DROP TRIGGER touch',
      },
      {
        title: 'a policy whose name a call was given, which makes it',
        given: `CREATE TABLE carts (id int);
CREATE FUNCTION add_policy(name text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('CREATE POLICY %I ON carts', name); END $$;
SELECT add_policy('by_owner');`,
        up: 'DROP POLICY by_owner ON carts',
      },
      {
        title: 'down makes the enum anew without the value',
        given:
          "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE moods (mood mood, note text); CREATE INDEX notes ON moods (note)",
        up: "ALTER TYPE mood ADD VALUE 'ok'; DROP INDEX notes",
        down: `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE moods ALTER COLUMN mood TYPE mood USING mood::text::mood; DROP TYPE mood_old`,
      },
      {
        title: 'a function of the server',
        given: 'CREATE TABLE users (id int, email text)',
        up: "SELECT id FROM users WHERE starts_with(email, 'a')",
      },
      {
        title: 'a value of an enum that the same deploy makes',
        after: { up: "CREATE TYPE mood AS ENUM ('sad', 'happy')" },
        up: "ALTER TYPE mood ADD VALUE 'ok'",
      },
      {
        title: 'the author has declared it',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: "ALTER TYPE mood ADD VALUE 'ok'",
        declaredIrreversible: { reason: 'enum values stay' },
      },
      {
        title: 'an enum whose members are known',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: 'ALTER TYPE mood RENAME TO mood_old; DROP TYPE mood_old',
      },
      {
        title: 'a procedure that the script makes again, as CREATE OR REPLACE would',
        dialect: 'mysql',
        up: 'DROP PROCEDURE IF EXISTS fill; CREATE PROCEDURE fill() BEGIN SELECT 1; END',
      },
      { title: 'a change that has a reverse', up: 'CREATE TABLE users (id int)' },
    ],
  },

  checkMigration(context) {
    const { migration, replayed, roundTrip, deployed } = context
    if (migration.declaredIrreversible !== undefined) return undefined
    if (roundTrip?.grade === 'lossless' || roundTrip?.grade === 'structure-only') return undefined
    const { steps } = replayed.up
    const code = unseenCode(context)
    return [
      ...addedValues(
        stepsOf(steps, 'add-enum-value').filter(
          step =>
            !isTakenOut(step, replayed) && (roundTrip !== undefined || !goesWithItsType(step, deployed)),
        ),
        migration,
        migration.downExpected && !goesForwardAlone(context),
      ),
      ...steps.flatMap(step => {
        const reason = whyNot(step.operation, step, steps)
        return reason === undefined || isMadeByCode(step.operation, context)
          ? []
          : [{ ...reason, at: placeOf(step) }]
      }),
      ...(code === undefined ? [] : [code]),
    ]
  },
}

/** No migration of the project has a down script that could say it. */
function goesForwardAlone({ migration, applied, pending }: MigrationContext): boolean {
  return migration.down === undefined && forwardAloneHabit(applied)(pending).first !== undefined
}

/** Told once for each type. Where nothing takes migrations back, it is a fact to know and no fault. */
function addedValues(
  steps: readonly StepOf<'add-enum-value'>[],
  { down }: Migration,
  downExpected: boolean,
): readonly Problem[] {
  const added = steps.filter(
    ({ operation: { type, value }, before }) => findEnum(before, type)?.values.includes(value) !== true,
  )
  const byType = new Map<string, StepOf<'add-enum-value'>[]>()
  for (const step of added) {
    const key = step.before.semantics.objectKey(step.operation.type)
    const known = byType.get(key)
    if (known === undefined) byType.set(key, [step])
    else known.push(step)
  }
  return [...byType.values()].flatMap(alike => {
    const [first] = alike
    if (first === undefined) return []
    const { type } = first.operation
    const values = [...new Set(alike.map(({ operation }) => `'${operation.value}'`))]
    const subject = values.length === 1 ? 'The value' : 'The values'
    const those = values.length === 1 ? 'the value' : 'the values'
    const isAgain = down !== undefined && alike.some(failsAgain)
    return [
      {
        message: `${subject} ${listWords(values)} cannot be taken out of ${type} again.`,
        instead: downExpected
          ? `A way back leaves ${those} in the type and changes the rows that have it by then: what no row has disturbs nobody. Say so in the down script, or mark the migration as irreversible with that reason.${isAgain ? ` ${ifNotExists}` : ''}`
          : `If the release is taken back, ${those} can stay in the type: what no row has disturbs nobody. Rows that have it by then are the ones to change, if the code of before cannot read them.`,
        ...(downExpected ? {} : { severity: 'info' as const }),
        objects: [type],
        at: placeOf(first),
      },
    ]
  })
}

const ifNotExists =
  'Write ADD VALUE IF NOT EXISTS: without it up stops there ("already exists") when it runs again after a rollback.'

/** A block of code may catch it. */
function failsAgain({ operation, statement }: StepOf<'add-enum-value'>): boolean {
  return !operation.ifNotExists && !/^\s*do\b/i.test(statement.text)
}

/** Down makes the type anew without the value. */
function isTakenOut({ operation }: StepOf<'add-enum-value'>, { down }: ReplayedMigration): boolean {
  if (down === undefined) return false
  const type = findEnum(down.after, operation.type)
  return type === undefined || !type.values.includes(operation.value)
}

/** The deploy makes the type: who takes all of it back drops the type, and the value with it. */
function goesWithItsType({ operation, before }: StepOf<'add-enum-value'>, deployed: SchemaState): boolean {
  if (findEnum(before, operation.type) === undefined) return false
  const isRenamed = [...deployed.enums.keys()].some(key => !before.enums.has(key))
  return findEnum(deployed, operation.type) === undefined && !isRenamed
}

function placeOf({ statement: { location, text } }: Step): Place {
  return { location, statement: text }
}

function whyNot(
  operation: Operation,
  step: Step,
  steps: readonly Step[],
): { readonly message: string; readonly objects: readonly string[] } | undefined {
  const { before } = step
  switch (operation.kind) {
    case 'alter-object':
      if (operation.objectType !== 'extension' || operation.change !== 'update') return undefined
      return {
        message: `${operation.name} cannot go back to the version before: an extension seldom has a script for that, and UPDATE TO an older version fails.`,
        objects: [operation.name],
      }
    case 'drop-object':
      if (isKnown(operation, before)) return undefined
      // With a history, an IF EXISTS of something that is not in it does nothing.
      if (operation.ifExists && (before.complete || before.tables.size > 0)) return undefined
      if (operation.objectType === 'extension') return undefined
      if (operation.ifExists && isMadeNext(operation, step, steps)) return undefined
      return {
        message: `The ${operation.objectType === 'other' ? 'object' : operation.objectType.replace('-', ' ')} ${operation.name} cannot be made again: its definition is in no migration that was read.`,
        objects: [operation.name],
      }
    default:
      return undefined
  }
}

/** A call is given its name, in down or in an earlier migration: it makes it, and can make it again. */
function isMadeByCode(operation: Operation, { replayed, pending, applied }: MigrationContext): boolean {
  if (operation.kind !== 'drop-object') return false
  const name = bareName(operation.name)
  const earlier = [...applied, ...pending.slice(0, pending.indexOf(replayed))]
  return [...(replayed.down === undefined ? [] : [replayed.down]), ...earlier.map(({ up }) => up)].some(
    script => givenToCode(script).has(name),
  )
}

/** What stands in texts that blocks and calls are given: `upsert_policy('by_owner', …)`. */
const givenToCode = oncePer(
  ({ steps }: ReplayedScript): ReadonlySet<string> =>
    new Set(
      stepsOf(steps, 'run-code').flatMap(({ statement }) =>
        [...statement.text.matchAll(/'([^'\n]+)'/g)].map(([, text = '']) => text),
      ),
    ),
)

/** `DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p …`, as OR REPLACE: the name stays, and what it was is not known. */
function isMadeNext(
  { objectType, name }: OperationOf<'drop-object'>,
  step: Step,
  steps: readonly Step[],
): boolean {
  return stepsMaking(steps, name).some(
    making => making.operation.objectType === objectType && isBefore(steps, step, making),
  )
}

function isKnown({ objectType, name, table }: OperationOf<'drop-object'>, before: SchemaState): boolean {
  // MySQL and SQLite drop a trigger by its name alone.
  const isSame = ({ type }: NamedObject): boolean => table === undefined && type === objectType
  return (
    findObject(before, objectType, name, table) !== undefined ||
    objectsNamed(before, name).some(isSame) ||
    (objectType === 'type' && findEnum(before, name) !== undefined)
  )
}

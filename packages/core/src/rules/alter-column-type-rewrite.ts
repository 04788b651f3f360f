import type { DialectTraits } from '../dialects/dialect.ts'
import type { DataType } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { operationsOfStatement, stepsOfStatement } from '../schema/find-steps.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import { leaveChangeOut } from './advice/leave-change-out.ts'
import { needingChangedType } from './advice/needs-changed-type.ts'
import { newColumnInstead } from './advice/new-column-instead.ts'
import { typeFromTheStart } from './advice/type-from-the-start.ts'
import { valuesAddedInstead } from './advice/values-added.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { rewrites, waiting } from './scripts/blocked-table.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'
import { failingCode } from './types/failing-code.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'

type ChangeType = OperationOf<'change-column-type'>

export const alterColumnTypeRewrite: Rule = {
  id: 'alter-column-type-rewrite',
  category: 'locking',
  severity: 'error',
  title: 'Changing the type of a column writes the whole table again.',
  why: `Unless the old values can stay as they are stored, PostgreSQL writes every row and every index again, and nobody
can read or write the table meanwhile.`,
  instead: `Add a column of the new type, let the code or a trigger write both, fill it in batches, and switch over. A
longer varchar, varchar to text, and a larger precision need none of that: they are done at once.`,
  sources: [
    'PostgreSQL manual, ALTER TABLE, Notes',
    'measured: PostgreSQL 12 to 18; USING lower(column) at 15',
  ],
  examples: {
    flagged: [
      {
        title: 'int to bigint',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint',
      },
      {
        title: 'two columns in one statement, for which the table is written once',
        given: 'CREATE TABLE users (id int, visits int)',
        up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint, ALTER COLUMN visits TYPE bigint',
        instead: 'ALTER TABLE users ADD COLUMN id_new bigint, ADD COLUMN visits_new bigint',
      },
      {
        title: 'timestamp to timestamptz, under a TimeZone that no migration sets',
        given: 'CREATE TABLE users (made timestamp)',
        up: 'ALTER TABLE users ALTER COLUMN made TYPE timestamptz',
      },
      {
        title: 'with other clauses about the same column, which wait for the new one',
        given: 'CREATE TABLE users (id int, visits int DEFAULT 3)',
        up: 'ALTER TABLE users ALTER COLUMN visits DROP DEFAULT, ALTER COLUMN visits TYPE bigint, ALTER COLUMN visits SET NOT NULL',
      },
      {
        title: 'later statements of the deploy that need the new type',
        given: 'CREATE TABLE hooks (id serial PRIMARY KEY)',
        up: `ALTER TABLE hooks ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE text; DROP SEQUENCE hooks_id_seq;
CREATE TABLE calls (hook_id text); ALTER TABLE calls ADD FOREIGN KEY (hook_id) REFERENCES hooks (id);`,
        instead: { noSql: 'what needs the change waits with it' },
      },
      {
        title: 'an enum that is built anew for one more value',
        given: "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE users (id int, mood mood)",
        up: `ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('good', 'fair', 'bad');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;`,
        instead: "ALTER TYPE mood ADD VALUE 'fair' AFTER 'good'",
      },
      {
        title: 'the same type, with other values',
        given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE text USING lower(mail)',
        instead: {
          up: 'UPDATE users SET mail = lower(mail) WHERE id BETWEEN 1 AND 5000',
          transaction: 'none',
        },
      },
      {
        title: 'a column that another pending migration adds',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'ALTER TABLE users ADD COLUMN visits int' },
        up: 'ALTER TABLE users ALTER COLUMN visits TYPE bigint',
        instead: { noSql: 'the migration that adds the column gives it the type' },
      },
      {
        title: 'a column that the deploy drops later',
        given: 'CREATE TABLE users (id int, visits int)',
        up: 'ALTER TABLE users ALTER COLUMN visits TYPE bigint; ALTER TABLE users DROP COLUMN visits',
        instead: { noSql: 'the change is left out' },
      },
      {
        title: 'the old type is not known',
        up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint',
        instead: {
          noSql: 'nothing is to be done if it was bigint; otherwise the column is given a new one beside it',
        },
      },
      {
        title: 'the old type is not known, and more of them stay as they are stored',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(80)',
        instead: {
          noSql:
            'nothing is to be done if it was a shorter one; otherwise the column is given a new one beside it',
        },
      },
    ],
    allowed: [
      {
        title: 'the old type is not known, and the down script gives back the same',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(80)',
        down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(80)',
      },
      {
        title: 'USING with a cast that leaves the values as they are stored',
        given: 'CREATE TABLE users (name text)',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar USING name::text',
      },
      {
        title: 'a longer varchar',
        given: 'CREATE TABLE users (name varchar(50))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100)',
      },
      {
        title: 'timestamp to timestamptz in UTC',
        given: 'CREATE TABLE users (made timestamp)',
        up: "SET LOCAL TimeZone = 'UTC'; ALTER TABLE users ALTER COLUMN made TYPE timestamptz",
      },
      {
        title: 'varchar to text',
        given: 'CREATE TABLE users (name varchar(50))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE text',
      },
    ],
  },

  checkOperation: {
    'change-column-type'(operation, context) {
      const { before, effects, script, statement, step, traits, replayedScript } = context
      if (
        effects.some(effect => effect.rewrite === null) &&
        columnIn(before, operation.table, operation.column)?.type === undefined
      ) {
        const { table, column } = operation
        const old = typeInDown(operation, context)
        const kept = traits.keptTypes?.(operation.type, operation.using)
        if (old !== undefined && traits.typeChange(old, operation.type, operation.using).cost === 'none')
          return undefined
        return {
          message:
            kept === undefined
              ? `Whether every row of ${table} is written again depends on the type that ${column} has, which no migration that was read tells.`
              : `Every row of ${table} is written again, and ${waiting(effects)} get through meanwhile, unless ${column} is ${kept} already: no migration that was read tells.`,
          severity: 'info',
          objects: [`${operation.table}.${operation.column}`],
        }
      }
      // The table is written once for all changes of one statement.
      const [start] = stepsOfStatement(replayedScript.steps, statement)
      const asBefore = start?.before ?? before
      const why = zoneOf(operation, asBefore, traits)
      if (why !== undefined) {
        const changes = operationsOfStatement(replayedScript.steps, statement).filter(
          (each): each is ChangeType =>
            each.kind === 'change-column-type' &&
            sameObject(before, each.table, operation.table) &&
            zoneOf(each, asBefore, traits) !== undefined,
        )
        if (changes[0] !== operation) return undefined
        const written = withoutEnd(statement.text)
        return {
          message: `Changing ${listWords(changes.map(change => inWords(change, asBefore)))}: ${why}.`,
          severity: 'warning',
          instead: `If the values are times in UTC, set TimeZone to UTC in the same transaction, before the statement: nothing is written again then. If they are times of another zone, USING … AT TIME ZONE says which, and every row is written again.`,
          objects: changes.map(change => `${operation.table}.${change.column}`),
          ...(inTransactionAt(script, replayedScript.steps, replayedScript.steps.indexOf(step)) && {
            suggestion: {
              title: 'If the values are times in UTC: say so, and nothing is written again',
              sql: `SET LOCAL TimeZone = 'UTC';\n${written};`,
            },
          }),
        }
      }
      if (!rewrites(effects)) return undefined
      const isRewrite = (each: Operation): each is ChangeType =>
        each.kind === 'change-column-type' &&
        sameObject(before, each.table, operation.table) &&
        rewrites(traits.effectsOf(each, asBefore))
      if (operationsOfStatement(replayedScript.steps, statement).find(isRewrite) !== operation)
        return undefined
      const rewriting = operationsOfStatement(replayedScript.steps, statement).filter(isRewrite)
      const { table, column, type } = operation
      if (rewriting.every(change => keepsType(change, asBefore)))
        return {
          message: `USING gives ${listWords(rewriting.map(change => `${table}.${change.column}`))} other values of the same type: every row of ${table} is written again, and ${waiting(effects)} get through meanwhile.`,
          instead:
            'The type stays as it is: write the values with UPDATE, in batches of some thousand rows by primary key outside the migration, which lets others read and write.',
          objects: rewriting.map(change => `${table}.${change.column}`),
        }
      const fromTheStart = typeFromTheStart(
        table,
        rewriting.map(change => change.column),
        context,
      )
      const gone = rewriting.map(change => lastNameOf(table, change.column, context)?.gone)
      const [first] = gone
      const failing = [...new Set(rewriting.map(change => codeBehind(change, asBefore, traits)))].join('')
      // Before this statement in another clause, the default is gone already: as it was before the statement.
      const needing = needingChangedType(table, column, { ...context, before: asBefore })
      const isLeftOut = first !== undefined && !gone.includes(undefined)
      const withValues = valuesAddedInstead(rewriting, asBefore, context)
      return {
        message: `Changing ${listWords(rewriting.map(change => inWords(change, asBefore)))} writes every row of ${table} again, and ${waiting(effects)} get through meanwhile.${failing}`,
        objects: rewriting.map(change => `${table}.${change.column}`),
        ...(isLeftOut
          ? {
              instead: leaveChangeOut(
                table,
                rewriting.map(change => change.column),
                first,
                context,
              ),
            }
          : withValues !== undefined
            ? { instead: withValues }
            : {
                ...(fromTheStart !== undefined && { instead: fromTheStart }),
                ...(rewriting.length === 1 &&
                  (fromTheStart === undefined && needing.length > 0
                    ? { instead: waitsWithOthers(needing) }
                    : newColumnInstead(table, column, type, context))),
              }),
      }
    },
  },
}

function waitsWithOthers(places: readonly string[]): string {
  return `Add a column of the new type, let the code or a trigger write both, fill it in batches, and switch over. ${capitalized(listWords(places, 3))} need${places.length === 1 ? 's' : ''} the change, and must wait until the new column has taken the place of the old one: without it the deploy stops there.`
}

/** What the down script gives back is the type from before. */
function typeInDown(
  { table, column }: ChangeType,
  { before, migration: { down } }: OperationContext,
): DataType | undefined {
  const back = (down?.statements ?? [])
    .flatMap(({ operations }) => operations)
    .findLast(
      (each): each is ChangeType =>
        each.kind === 'change-column-type' &&
        sameObject(before, each.table, table) &&
        sameColumn(before, each.column, column),
    )
  return back?.type
}

/** What decides where nothing says in which zone the values are read. */
function zoneOf(change: ChangeType, schema: SchemaState, traits: DialectTraits): string | undefined {
  const from = columnIn(schema, change.table, change.column)?.type
  if (from === undefined || traits.effectsOf(change, schema).every(effect => effect.rewrite !== null))
    return undefined
  const { cost, why } = traits.typeChange(from, change.type, change.using)
  return cost === 'unknown' ? why : undefined
}

/** Where values are lost too, type-narrowing says it. */
function codeBehind(
  { table, column, type, using }: ChangeType,
  schema: SchemaState,
  traits: DialectTraits,
): string {
  const from = columnIn(schema, table, column)?.type
  const change = from && traits.typeChange(from, type, using)
  return change?.loses === 'nothing' ? failingCode(change) : ''
}

function keepsType({ table, column, type, using }: ChangeType, schema: SchemaState): boolean {
  const from = columnIn(schema, table, column)?.type
  return using !== undefined && from !== undefined && describeType(from) === describeType(type)
}

function inWords({ table, column, type }: ChangeType, schema: SchemaState): string {
  const from = columnIn(schema, table, column)?.type
  return `${table}.${column}${from === undefined ? '' : ` from ${describeType(from)}`} to ${describeType(type)}`
}

import { bareName } from '../operations/names.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { oncePer } from '../schema/once-per.ts'
import type { Step } from '../schema/replay.ts'
import { namesIn } from '../schema/sql-text.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { inTransactionOf } from './scripts/transaction-state.ts'

export const enumValueUsedInSameTxn: Rule = {
  id: 'enum-value-used-in-same-txn',
  category: 'transaction',
  severity: 'error',
  title: 'A new enum value is used in the transaction that adds it.',
  why: `PostgreSQL refuses it with "unsafe use of new value", since 17 unless the type itself was made in the same
transaction.
Before version 12, ADD VALUE does not run inside a transaction at all.`,
  instead: 'Add the value in one migration and use it in the next one.',
  sources: ['PostgreSQL manual, ALTER TYPE, Notes', 'measured: PostgreSQL 14 to 17'],
  examples: {
    flagged: [
      {
        title: 'used by an UPDATE',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        up: "ALTER TYPE mood ADD VALUE 'ok'; UPDATE people SET mood = 'ok' WHERE mood IS NULL",
        instead: [
          "ALTER TYPE mood ADD VALUE 'ok'",
          { up: "UPDATE people SET mood = 'ok' WHERE mood IS NULL", transaction: 'none' },
        ],
      },
    ],
    allowed: [
      {
        title: 'text that is not evaluated yet',
        given: `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`,
        up: `ALTER TYPE mood ADD VALUE 'ok';
CREATE TRIGGER noted AFTER INSERT ON people FOR EACH ROW EXECUTE FUNCTION note('ok');`,
      },
      {
        title: 'a column that has become text',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, note mood)",
        up: `ALTER TYPE mood ADD VALUE 'ok'; ALTER TABLE people ALTER note TYPE text;
INSERT INTO people (note) VALUES ('ok');`,
      },
      {
        title: 'a column of another type in the same table',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood, note text)",
        up: "ALTER TYPE mood ADD VALUE 'ok'; UPDATE people SET note = 'ok' WHERE id = 7",
      },
      {
        title: 'a label of another type that gets the same name',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE state AS ENUM ('fine')",
        up: "ALTER TYPE mood ADD VALUE 'ok'; ALTER TYPE state RENAME VALUE 'fine' TO 'ok'",
      },
      {
        title: 'only added',
        given: "CREATE TYPE mood AS ENUM ('sad')",
        up: "ALTER TYPE mood ADD VALUE 'ok'",
      },
      {
        title: 'outside a transaction',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        up: "ALTER TYPE mood ADD VALUE 'ok'; UPDATE people SET mood = 'ok' WHERE mood IS NULL",
        transaction: 'none',
      },
      {
        title: 'the transaction ends in between',
        given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood)",
        up: "ALTER TYPE mood ADD VALUE 'ok'; COMMIT; INSERT INTO people (mood) VALUES ('ok')",
      },
    ],
  },

  checkOperation: {
    'add-enum-value'({ type, value }, { script, replayedScript, step, before, traits }) {
      const { steps } = replayedScript
      const madeHere = stepsOf(steps, 'create-enum').some(each =>
        sameObject(before, each.operation.type, type),
      )
      const { from = 0, to = 0 } = traits.serverVersions ?? {}
      if (madeHere && from >= inNewTypes) return undefined
      const { later } = inTransactionOf(script, steps, step, usingSteps(steps))
      const literal = `'${value.replaceAll("'", "''")}'`
      const use = later.find(
        each =>
          each.statement !== step.statement &&
          evaluatedText(each.operation, each.statement.text).includes(literal) &&
          !isWrittenAsText(each, type, literal),
      )
      if (use === undefined) return undefined
      return {
        message: `The new value '${value}' of ${type} is used in the transaction that adds it, which PostgreSQL${
          madeHere ? ' before 17' : ''
        } refuses.`,
        ...(madeHere && to >= inNewTypes && { severity: 'warning' }),
        objects: [type],
        at: { location: use.statement.location, statement: use.statement.text },
      }
    },
  },
}

/** What makes, adds or renames labels names them without using one (measured: PostgreSQL 15). */
const usingSteps = oncePer((steps: readonly Step[]): readonly Step[] =>
  steps.filter(({ operation: { kind } }) => !/^(?:add-enum-value|rename-enum-value|create-enum)$/.test(kind)),
)

/** Values of a type that was made in the same transaction may be used (measured: PostgreSQL 14 to 17). */
const inNewTypes = 170_000

/** VALUES or SET of columns of other types. */
function isWrittenAsText({ operation, statement, before }: Step, type: string, literal: string): boolean {
  if (operation.kind !== 'insert-rows' && operation.kind !== 'update-rows') return false
  const table = findTable(before, operation.table)
  if (table?.complete !== true) return false
  const name = bareName(type)
  const words = namesIn(statement.text).map(word => word.toLowerCase())
  const others = ['from', 'select', 'join', 'using', 'with', name.toLowerCase()]
  if (others.some(word => words.includes(word))) return false
  const named = columnsWith(literal, operation)
  return [...table.columns.values()]
    .filter(column => named?.some(each => sameColumn(before, each, column.name)) !== false)
    .every(
      column => column.type !== undefined && !namesIn(column.type.text).some(part => bareName(part) === name),
    )
}

/** The columns that the literal may be written to or compared with; undefined: whichever the table has. */
function columnsWith(
  literal: string,
  operation: OperationOf<'insert-rows' | 'update-rows'>,
): readonly string[] | undefined {
  if (operation.kind === 'insert-rows') return operation.columns.length > 0 ? operation.columns : undefined
  const { assignments, where = '' } = operation
  if (assignments === undefined) return undefined
  const set = Object.entries(assignments).flatMap(([column, text]) =>
    text.includes(literal) ? [column, ...namesIn(text)] : [],
  )
  return where.includes(literal) ? [...set, ...namesIn(where)] : set
}

/** A body in PL/pgSQL, what a trigger hands to its function and a comment are text yet (measured: PostgreSQL 15). */
function evaluatedText(operation: Operation, text: string): string {
  if (operation.kind === 'set-comment') return ''
  if (operation.kind !== 'create-object') return text
  if (operation.objectType === 'trigger')
    return text.replace(/\bexecute\s+(?:function|procedure)\b[\s\S]*$/i, '')
  const isRoutine = operation.objectType === 'function' || operation.objectType === 'procedure'
  return isRoutine && /\blanguage\s+'?plpgsql\b/i.test(text) ? '' : text
}

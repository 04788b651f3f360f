import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import type { OperationOf } from '../operations/operation.ts'
import { withoutArguments } from '../schema/find-objects.ts'
import { earlierStepsOf, isBefore, placeOf, type StepOf, stepsMaking, stepsOf } from '../schema/find-steps.ts'
import { findObject } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { fileInWords } from './wording/file-in-words.ts'
import { listWords } from './wording/list-words.ts'

export const dropSchema: Rule = {
  id: 'drop-schema',
  category: 'data-loss',
  severity: 'error',
  title: 'Dropping a schema or database drops all that is in it.',
  why: `Every table, row, view and function in it goes with one statement that names none of them.`,
  instead: `Drop the tables one by one, each reviewed. Leave a whole database to an operator with a backup: it does not
belong into a migration.`,
  examples: {
    flagged: [
      {
        title: 'a schema with a table in it',
        given: 'CREATE SCHEMA audit; CREATE TABLE audit.events (id int)',
        up: 'DROP SCHEMA audit CASCADE',
        instead: 'CREATE SCHEMA archive; CREATE TABLE archive.events AS SELECT * FROM audit.events',
      },
      {
        title: 'a database',
        dialect: 'mysql',
        up: 'DROP DATABASE shop',
        instead: { noSql: 'a whole database is dropped by an operator who holds its backup' },
      },
      {
        title: 'a database whose only known table was moved out first',
        dialect: 'mysql',
        given: 'CREATE DATABASE shop; CREATE DATABASE old; CREATE TABLE old.users (id int PRIMARY KEY)',
        up: 'RENAME TABLE old.users TO shop.users; DROP DATABASE old',
        instead: { noSql: 'a whole database is dropped by an operator who holds its backup' },
      },
      {
        title: 'a schema with a function in it',
        given: 'CREATE SCHEMA tools; CREATE FUNCTION tools.one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
        up: 'DROP SCHEMA tools CASCADE',
        instead: { noSql: 'each of what is in it is dropped by name, and told by a rule of its own' },
      },
      {
        title: 'a schema that no migration makes, if it is there: no more than a note',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP SCHEMA IF EXISTS tools CASCADE',
        instead: 'DROP SCHEMA IF EXISTS tools',
      },
      {
        title: 'a schema that a migration makes, with IF EXISTS all the same',
        given: 'CREATE TABLE users (id int); CREATE SCHEMA tools',
        up: 'DROP SCHEMA IF EXISTS tools CASCADE',
        instead: 'DROP SCHEMA IF EXISTS tools',
      },
    ],
    allowed: [
      { title: 'one that this deploy makes itself', up: 'CREATE SCHEMA audit; DROP SCHEMA audit' },
      { title: 'making one', dialect: 'mysql', up: 'CREATE DATABASE shop' },
    ],
  },

  checkOperation: {
    'drop-object'(operation, context) {
      const { objectType, name, cascade } = operation
      if (objectType !== 'schema' && objectType !== 'database') return undefined
      const { before, replayedScript, step, isMade } = context
      const tables = [...before.tables.values()]
        .map(table => table.name)
        .filter(table => nameParts(table).length > 1 && nameParts(table)[0] === nameParts(name)[0])
      const madeHere =
        isNewInDeploy(objectType, name, context) ||
        stepsMaking(replayedScript.steps, name).some(each => isBefore(replayedScript.steps, each, step))
      if (madeHere && tables.every(isMade)) return undefined
      if (tables.length === 0 && objectType === 'schema' && !cascade) return undefined
      if (tables.length > 0)
        return {
          message: `Dropping the ${objectType} ${name} deletes ${listWords(tables)} with all rows.`,
          objects: [name],
        }
      const moved = movedOut(name, context)
      if (moved !== undefined) {
        return {
          message: `${moved.table} was moved out of the ${objectType} ${name} (${moved.at}), and no other table of it is known: what else is in it goes with DROP ${objectType.toUpperCase()}.`,
          severity: 'warning',
          instead: `Look before the deploy at what is left in it, and leave the drop to an operator who has looked: it does not belong into a migration.`,
          objects: [name],
        }
      }
      return objectType === 'schema' && before.tables.size > 0
        ? withoutTables(operation, before)
        : { message: `Dropping the ${objectType} ${name} deletes everything in it.`, objects: [name] }
    },
  },
}

/** A table of it that this deploy has given a name in another one. */
function movedOut(
  name: ObjectName,
  { deployScripts, step }: OperationContext,
): { readonly table: ObjectName; readonly at: string } | undefined {
  for (const { steps, script } of deployScripts) {
    for (const { operation, statement } of earlierOrAll(steps, step)) {
      const [from, to] = [nameParts(operation.table), nameParts(operation.to)]
      if (from.length === 1 || from[0] !== nameParts(name)[0] || to[0] === from[0]) continue
      const { line } = statement.location
      const isOwn = placeOf(steps, step) !== -1
      return {
        table: operation.table,
        at: isOwn ? `line ${line}` : `line ${line} of ${fileInWords(script.file)}`,
      }
    }
    if (placeOf(steps, step) !== -1) return undefined
  }
  return undefined
}

function earlierOrAll(steps: readonly Step[], step: Step): readonly StepOf<'rename-table'>[] {
  return placeOf(steps, step) === -1
    ? stepsOf(steps, 'rename-table')
    : earlierStepsOf(steps, step, 'rename-table')
}

/** What is in it beside tables goes with no row. */
function withoutTables({ name, ifExists }: OperationOf<'drop-object'>, before: SchemaState): Problem {
  const { objects } = before
  if (ifExists && findObject(before, 'schema', name) === undefined) {
    return {
      message: `Nothing that was read makes the schema ${name}: if it is there, CASCADE drops everything in it.`,
      severity: 'info',
      instead: `Look in production whether there is a schema ${name}, and what is in it. If code makes it for itself, that has to make it again.`,
      objects: [name],
    }
  }
  const within = [...objects.values()].filter(
    each => nameParts(each.name).length > 1 && nameParts(each.name)[0] === nameParts(name)[0],
  )
  const known = listWords(
    within.map(each => `the ${each.type.replace('-', ' ')} ${withoutArguments(each.name)}`),
  )
  return {
    message:
      within.length === 0
        ? `No migration that was read makes anything in the schema ${name}: what CASCADE deletes with it, they do not tell.`
        : `Dropping the schema ${name} with CASCADE also drops ${known}, and all that depends on it.`,
    severity: 'warning',
    instead: `Look at what is in the schema, drop each thing by its name, and leave CASCADE out: the statement then fails if something is left.`,
    objects: [name],
  }
}

/** An earlier migration of the same deploy makes it: IF NOT EXISTS does not tell. */
function isNewInDeploy(
  objectType: ObjectType,
  name: string,
  { before, deployed }: OperationContext,
): boolean {
  const made = findObject(before, objectType, name)
  return (
    made !== undefined &&
    findObject(deployed, objectType, name) === undefined &&
    !/\bif\s+not\s+exists\b/i.test(made.definition)
  )
}

import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import { withoutArguments } from '../schema/find-objects.ts'
import { isBefore, stepsMaking } from '../schema/find-steps.ts'
import { findObject } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import { listWords } from './list-words.ts'
import type { OperationContext, Rule } from './rule.ts'

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
        title: 'a schema with a function in it',
        given: 'CREATE SCHEMA tools; CREATE FUNCTION tools.one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
        up: 'DROP SCHEMA tools CASCADE',
        instead: { noSql: 'each of what is in it is dropped by name, and told by a rule of its own' },
      },
      {
        title: 'a schema that no migration makes',
        given: 'CREATE TABLE users (id int)',
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
    'drop-object'({ objectType, name, cascade }, context) {
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
      return objectType === 'schema' && before.tables.size > 0
        ? withoutTables(name, before)
        : { message: `Dropping the ${objectType} ${name} deletes everything in it.`, objects: [name] }
    },
  },
}

/** What is in it beside tables goes with no row. */
function withoutTables(name: ObjectName, { objects }: SchemaState): Problem {
  const within = [...objects.values()].filter(
    each => nameParts(each.name).length > 1 && nameParts(each.name)[0] === nameParts(name)[0],
  )
  const known = listWords(
    within.map(each => `the ${each.type.replace('-', ' ')} ${withoutArguments(each.name)}`),
  )
  return {
    message:
      within.length === 0
        ? `The migrations that were read make nothing in the schema ${name}: what CASCADE deletes with it, they do not tell.`
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

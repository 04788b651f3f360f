import { nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import { isBefore, stepsMaking } from '../schema/find-steps.ts'
import { findObject } from '../schema/lookup.ts'
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
      return {
        message:
          tables.length === 0
            ? `Dropping the ${objectType} ${name} deletes everything in it.`
            : `Dropping the ${objectType} ${name} deletes ${listWords(tables)} with all rows.`,
        objects: [name],
      }
    },
  },
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

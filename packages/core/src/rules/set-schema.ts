import type { ObjectName } from '../operations/column.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import { earlierStepsOf, stepsMaking } from '../schema/find-steps.ts'
import { findEnum, findTable } from '../schema/lookup.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import { isMadeInDeploy } from './deploy/made-in-deploy.ts'
import { behindChanges, followTable, stoppedByView } from './deploy/table-at-end.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const setSchema: Rule = {
  id: 'set-schema',
  category: 'compatibility',
  severity: 'error',
  title: 'A table, a type or a routine moves to another schema: the code that is running does not find it.',
  why: 'From that moment every query of the running release that names the table fails, and so it does after a rollback of the code.',
  instead: `Let a view with the old name stay in the old schema until no release uses it: CREATE VIEW old.name AS TABLE
new.name, in the same transaction. Or put the new schema into the search_path first.`,
  sources: ['PostgreSQL manual, ALTER TABLE, SET SCHEMA'],
  examples: {
    flagged: [
      {
        title: 'a table in use',
        given: 'CREATE TABLE events (id int); CREATE SCHEMA archive',
        up: 'ALTER TABLE events SET SCHEMA archive',
      },
      {
        title:
          'a table that the statement before has renamed: told once, by the name that running code knows',
        given: 'CREATE TABLE events (id int); CREATE SCHEMA archive',
        up: 'ALTER TABLE events RENAME TO old_events; ALTER TABLE old_events SET SCHEMA archive',
      },
      {
        title: 'a type that casts name',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE SCHEMA types",
        up: 'ALTER TYPE mood SET SCHEMA types',
        instead: { noSql: 'the search_path of those who use it is set where they connect' },
      },
    ],
    allowed: [
      {
        title: 'a view takes its place',
        given: 'CREATE TABLE events (id int)',
        up: 'ALTER TABLE events SET SCHEMA archive; CREATE VIEW events AS SELECT * FROM archive.events',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE events (id int); ALTER TABLE events SET SCHEMA archive',
      },
    ],
  },

  checkOperation: {
    'rename-object'({ objectType, name, to }, context) {
      const { before } = context
      if (!named.includes(objectType) || bareName(name) !== bareName(to)) return undefined
      const { objectKey } = before.semantics
      const isMade =
        isMadeInDeploy(objectType, name, context) ||
        (findEnum(before, name) !== undefined && findEnum(context.deployed, name) === undefined)
      const isReplaced = stepsMaking(context.replayedScript.steps, name).length > 0
      if (objectKey(name) === objectKey(to) || isMade || isReplaced) return undefined
      const [schema = '', rest] = nameParts(to)
      const what = objectType.replace('-', ' ')
      return {
        message: `The ${what} ${name} moves to the schema ${rest === undefined ? 'public' : schema}: code that names it, with the old schema or under a search_path without the new one, does not find it.`,
        instead:
          'Put the new schema into the search_path of those who use it first, and let no code name the old one any more.',
        severity: 'warning',
        objects: [name],
      }
    },
    'set-table-option'({ table: now, option, value }, context) {
      if (option !== 'schema') return undefined
      const { replayedScript, before, statement, traits } = context
      const table = nameInUse(now, context)
      const to = joinName([value, bareName(now)])
      // Another table has the name again: rename-table says nothing of it either.
      if (table !== now && findTable(replayedScript.after, table) !== undefined) return undefined
      const isReplaced = replayedScript.steps.some(
        ({ operation }) =>
          operation.kind === 'create-object' &&
          operation.objectType === 'view' &&
          before.semantics.objectKey(operation.name) === before.semantics.objectKey(table),
      )
      if (isReplaced) return undefined
      const { name, changes } = followTable(now, to, context)
      const view = `CREATE VIEW ${sqlName(table, traits)} AS SELECT * FROM ${sqlName(name, traits)}`
      const where = behindChanges(changes, context)
      return {
        message:
          table === now
            ? `${table} moves to the schema ${value}: queries that name it fail.`
            : `${table} is called ${to} from now on, in another schema: queries that name it fail.`,
        objects: [table],
        ...(where === undefined
          ? {
              suggestion: {
                title: 'Leave a view in the old schema until no release asks for it there',
                sql: `${withoutEnd(statement.text)};\n${view};`,
              },
            }
          : {
              instead: `Leave a view in the old schema ${where}, with the columns' old names: ${view}.${stoppedByView(changes, context)}`,
            }),
      }
    },
  },
}

/** The name that running code knows, where earlier statements of the script have given the table another. */
function nameInUse(
  name: ObjectName,
  { before, replayedScript: { steps }, step }: OperationContext,
): ObjectName {
  return earlierStepsOf(steps, step, 'rename-table').reduceRight(
    (known, { operation }) => (sameObject(before, operation.to, known) ? operation.table : known),
    name,
  )
}

/** What queries and routines find by its name. Columns of a type follow it; of views rename-table tells. */
const named: readonly ObjectType[] = [
  'type',
  'composite-type',
  'domain',
  'function',
  'procedure',
  'aggregate',
  'sequence',
]

import { bareName, joinName } from '../operations/names.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const setSchema: Rule = {
  id: 'set-schema',
  category: 'compatibility',
  severity: 'error',
  title: 'A table moves to another schema: the code that is running does not find it.',
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
    'set-table-option'({ table, option, value }, { replayedScript, before, statement, traits }) {
      if (option !== 'schema') return undefined
      const isReplaced = replayedScript.steps.some(
        ({ operation }) =>
          operation.kind === 'create-object' &&
          operation.objectType === 'view' &&
          before.semantics.objectKey(operation.name) === before.semantics.objectKey(table),
      )
      if (isReplaced) return undefined
      return {
        message: `${table} moves to the schema ${value}: queries that name it fail.`,
        objects: [table],
        suggestion: {
          title: 'Leave a view in the old schema until no release asks for it there',
          sql: `${withoutEnd(statement.text)};\nCREATE VIEW ${sqlName(table, traits)} AS SELECT * FROM ${sqlName(joinName([value, bareName(table)]), traits)};`,
        },
      }
    },
  },
}

import { nameParts } from '../operations/names.ts'
import { listWords } from './list-words.ts'
import type { Rule } from './rule.ts'

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
    'drop-object'({ objectType, name, cascade }, { before, replayedScript }) {
      if (objectType !== 'schema' && objectType !== 'database') return undefined
      const tables = [...before.tables.values()]
        .map(table => table.name)
        .filter(table => nameParts(table).length > 1 && nameParts(table)[0] === nameParts(name)[0])
      const madeHere = replayedScript.steps.some(
        ({ operation }) => operation.kind === 'create-object' && operation.name === name,
      )
      if (tables.length === 0 && (madeHere || (objectType === 'schema' && !cascade))) return undefined
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

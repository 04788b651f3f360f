import { addedToTable, missingColumns } from './advice/missing-columns.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const createOrReplaceTable: Rule = {
  id: 'create-or-replace-table',
  category: 'data-loss',
  severity: 'error',
  title: 'CREATE OR REPLACE TABLE drops the table that is there.',
  why: 'MariaDB drops an existing table of that name with all its rows, and makes an empty one.',
  instead:
    'Use CREATE TABLE, which stops if the table is there, or change the existing one with ALTER TABLE.',
  sources: ['MariaDB manual, CREATE TABLE, CREATE OR REPLACE', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a table with a history',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE OR REPLACE TABLE users (id int, email text)',
      },
      {
        title: 'whether it exists is not known',
        dialect: 'mariadb',
        up: 'CREATE OR REPLACE TABLE users (id int)',
      },
    ],
    allowed: [
      { title: 'CREATE TABLE', dialect: 'mariadb', up: 'CREATE TABLE users (id int)' },
      {
        title: 'a view holds no rows',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE OR REPLACE VIEW active_users AS SELECT id FROM users',
      },
    ],
  },

  checkOperation: {
    'create-table'(operation, context) {
      const { table, orReplace } = operation
      const { traits, statement, tableBefore } = context
      if (!orReplace) return undefined
      const known = tableBefore(table)
      const sql = statement.text.replace(/^(\s*create)\s+or\s+replace\b/i, '$1')
      return {
        message: `CREATE OR REPLACE TABLE deletes every row of ${sqlName(table, traits)} if it exists.`,
        objects: [table],
        ...(known === undefined
          ? { suggestion: { title: 'Stop if the table is there', sql } }
          : addedToTable(missingColumns(operation, known, context), known, context)),
      }
    },
  },
}

import type { ObjectName } from '../operations/column.ts'
import { rowsArchivedFirst } from './archive-first.ts'
import { isDroppedLater } from './dropped-later.ts'
import { sameObject } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const truncate: Rule = {
  id: 'truncate',
  category: 'data-loss',
  severity: 'error',
  title: 'TRUNCATE deletes all rows of a table.',
  why: `No WHERE limits it, no row trigger sees it, and nothing brings the rows back. In MySQL and MariaDB it
commits on its own and starts AUTO_INCREMENT again, so that ids which other systems remember are given out twice.`,
  instead: `Delete the rows that must go with a WHERE clause, in batches and outside the migration, after a copy
of them was kept.`,
  sources: ['PostgreSQL manual, TRUNCATE, Notes', 'MySQL 8.0 manual, TRUNCATE TABLE Statement'],
  examples: {
    flagged: [
      {
        title: 'a table with a history',
        given: 'CREATE TABLE sessions (id int PRIMARY KEY)',
        up: 'TRUNCATE sessions',
      },
      {
        title: 'every table of the list',
        given: 'CREATE TABLE sessions (id int PRIMARY KEY); CREATE TABLE tokens (id int PRIMARY KEY)',
        up: 'TRUNCATE TABLE sessions, tokens RESTART IDENTITY',
        instead:
          'CREATE TABLE sessions_archive AS SELECT * FROM sessions; CREATE TABLE tokens_archive AS SELECT * FROM tokens',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE sessions (id int PRIMARY KEY)',
        up: 'TRUNCATE TABLE sessions',
      },
      {
        title: 'DISCARD TABLESPACE, which deletes the file with the rows',
        dialect: 'mysql',
        given: 'CREATE TABLE sessions (id int PRIMARY KEY)',
        up: 'ALTER TABLE sessions DISCARD TABLESPACE',
        instead: 'CREATE TABLE sessions_archive AS SELECT * FROM sessions',
      },
    ],
    allowed: [
      {
        title: 'a table that this deploy makes itself',
        up: 'CREATE TABLE import_rows (id int); TRUNCATE import_rows',
      },
      {
        title: 'a table that is dropped next: told as drop-table',
        given: 'CREATE TABLE sessions (id int)',
        up: 'TRUNCATE sessions; DROP TABLE sessions',
      },
      {
        title: 'some rows of it',
        given: 'CREATE TABLE sessions (id int, expires_at timestamptz)',
        up: "DELETE FROM sessions WHERE expires_at < '2020-01-01'",
      },
    ],
  },

  checkOperation: {
    'truncate-table'({ table }, context) {
      // What is dropped later in the script is told there.
      if (isDroppedLater(table, context)) return undefined
      return {
        message: isDiscarded(table, context)
          ? `DISCARD TABLESPACE deletes the file that holds every row of ${table}.`
          : `TRUNCATE deletes every row of ${table}.`,
        objects: [table],
        ...rowsArchivedFirst(table, context),
      }
    },
  },
}

function isDiscarded(table: ObjectName, { statement, before }: OperationContext): boolean {
  return statement.operations.some(
    operation =>
      operation.kind === 'set-table-option' &&
      operation.option === 'discard tablespace' &&
      sameObject(before, operation.table, table),
  )
}

import type { ObjectName } from '../operations/column.ts'
import { isDroppedLater } from './deploy/dropped-later.ts'
import { sameObject } from './names/known-columns.ts'
import { emptiedTable } from './rows/emptied-table.ts'
import type { OperationContext, Rule } from './rule.ts'
import { onlyIf } from './scripts/only-if.ts'

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
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'TRUNCATE members',
      },
      {
        title: 'every table of the list',
        given: 'CREATE TABLE members (id int PRIMARY KEY); CREATE TABLE tokens (id int PRIMARY KEY)',
        up: 'TRUNCATE TABLE members, tokens RESTART IDENTITY',
      },
      {
        title: 'a table that the script fills again, of which some rows may not come back',
        given:
          'CREATE TABLE members (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY, active boolean)',
        up: 'TRUNCATE members; INSERT INTO members SELECT id FROM users WHERE active',
      },
      {
        title: 'a working copy of all rows, which goes at the end of the script',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY, team int)',
        up: `CREATE TABLE members_bak LIKE members;
INSERT INTO members_bak SELECT * FROM members;
TRUNCATE members;
INSERT INTO members (id, team) SELECT id, team FROM members_bak WHERE team > 0;
DROP TABLE members_bak;`,
        instead: { noSql: 'the copy that is there is left for a release' },
      },
      {
        title: 'the version of the schema, which is put in again: no more than a note',
        given: 'CREATE TABLE schema_version (version int, note text)',
        up: "TRUNCATE schema_version; INSERT INTO schema_version VALUES (19, 'shops')",
        instead: { noSql: 'there is nothing to keep' },
      },
      {
        title: 'a cache, of which a copy serves nobody',
        given: 'CREATE TABLE page_cache (id int PRIMARY KEY)',
        up: 'TRUNCATE page_cache',
        instead: { noSql: 'there is nothing to keep' },
      },
      {
        title: 'under a condition that nobody can tell',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: `DO $$ BEGIN
  IF (SELECT count(*) FROM members) > 1000 THEN TRUNCATE members; END IF;
END $$`,
        instead: 'CREATE TABLE members_archive AS SELECT * FROM members',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'TRUNCATE TABLE members',
      },
      {
        title: 'DISCARD TABLESPACE, which deletes the file with the rows',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'ALTER TABLE members DISCARD TABLESPACE',
        instead: 'CREATE TABLE members_archive AS SELECT * FROM members',
      },
    ],
    allowed: [
      {
        title: 'a table that this deploy makes itself',
        up: 'CREATE TABLE import_rows (id int); TRUNCATE import_rows',
      },
      {
        title: 'a table that is dropped next: told as drop-table',
        given: 'CREATE TABLE members (id int)',
        up: 'TRUNCATE members; DROP TABLE members',
      },
      {
        title: 'some rows of it',
        given: 'CREATE TABLE members (id int, expires_at timestamptz)',
        up: "DELETE FROM members WHERE expires_at < '2020-01-01'",
      },
    ],
  },

  checkOperation: {
    'truncate-table'(operation, context) {
      const { table } = operation
      // What is dropped later in the script is told there.
      if (isDroppedLater(table, context)) return undefined
      const tables = context.statement.operations.flatMap(each =>
        each.kind === 'truncate-table' ? [each.table] : [],
      )
      const message = isDiscarded(table, context)
        ? `DISCARD TABLESPACE deletes the file that holds every row of ${table}.`
        : `TRUNCATE deletes every row of ${table}.${onlyIf(operation, context)}`
      return emptiedTable(table, message, { tables, takesMore: operation.cascade }, context)
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

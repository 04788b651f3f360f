import type { ObjectName } from '../operations/column.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { isDroppedLater } from './deploy/dropped-later.ts'
import { childRowEffectsHere } from './keys/child-rows.ts'
import { emptiedTable } from './rows/emptied-table.ts'
import { rowFilter } from './rows/row-filter.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const deleteWithoutWhere: Rule = {
  id: 'delete-without-where',
  category: 'data-loss',
  severity: 'error',
  title: 'A DELETE that nothing limits empties the table.',
  why: `Every row goes, and with ON DELETE CASCADE the rows of other tables too. A WHERE clause that is always
true, such as 1=1, limits nothing. A down script cannot bring the rows back.`,
  instead: `Say which rows must go in a WHERE clause, and delete them in batches. If the whole table must be
emptied, keep a copy of it first.`,
  examples: {
    flagged: [
      {
        title: 'no WHERE clause',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'DELETE FROM members',
      },
      {
        title: 'a WHERE clause that is always true',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'DELETE FROM members WHERE 1=1',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE members (id INTEGER PRIMARY KEY)',
        up: 'DELETE FROM members',
      },
      {
        title: 'rows that were copied first: what is left is code that reads them',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'CREATE TABLE former_members AS SELECT * FROM members; DELETE FROM members',
        instead: { noSql: 'whether code still needs them, no statement can tell' },
      },
      {
        title: 'a table that the script fills again',
        given: 'CREATE TABLE members (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY)',
        up: 'DELETE FROM members; INSERT INTO members SELECT id FROM users',
      },
      {
        title: 'in a transaction, which CREATE TABLE would commit',
        dialect: 'mysql',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'START TRANSACTION; DELETE FROM members; COMMIT',
        instead: { noSql: 'the copy comes before the transaction' },
      },
      {
        title: 'sessions, of which a copy serves nobody',
        given: 'CREATE TABLE user_sessions (id int PRIMARY KEY)',
        up: 'DELETE FROM user_sessions',
        instead: { noSql: 'there is nothing to keep; that everybody has to sign in again stays so' },
      },
      {
        title: 'a copy that goes with the connection: what others write behind it goes too',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: `CREATE TEMP TABLE members_copy AS SELECT * FROM members; DELETE FROM members;
INSERT INTO members SELECT * FROM members_copy; DROP TABLE members_copy;`,
        instead: { noSql: 'the copy is made as a table that stays for a release' },
      },
      {
        title: 'a key is never NULL',
        given: 'CREATE TABLE members (id int PRIMARY KEY)',
        up: 'DELETE FROM members WHERE id IS NOT NULL',
      },
    ],
    allowed: [
      {
        title: 'a table that has no row, or the column of the migration before it would have been refused',
        given: 'CREATE TABLE profiles (bio text)',
        after: { up: 'ALTER TABLE profiles ADD COLUMN owner int NOT NULL' },
        up: 'DELETE FROM profiles',
      },
      {
        title: 'rows that the deploy has copied, and that are still where they come from',
        given: 'CREATE TABLE users (id int, email text)',
        after: { up: 'CREATE TABLE copies (id int); INSERT INTO copies (id) SELECT id FROM users' },
        up: 'DELETE FROM copies',
      },
      {
        title: 'the row that an outer join has not found is NULL in every column',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int PRIMARY KEY, path varchar(100))',
        up: 'DELETE x FROM files x LEFT JOIN files y ON x.path = y.path AND x.id > y.id WHERE y.id IS NOT NULL',
      },
      {
        title: 'rows that are put aside and put back, while nobody else can write',
        dialect: 'sqlite',
        given: 'CREATE TABLE members (id INTEGER PRIMARY KEY)',
        up: `CREATE TEMP TABLE members_copy AS SELECT * FROM members; DELETE FROM members;
INSERT INTO members SELECT * FROM members_copy; DROP TABLE members_copy;`,
      },
      {
        title: 'a full-text index that is filled again',
        dialect: 'sqlite',
        given: `CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIRTUAL TABLE songs_fts USING fts5(title);`,
        up: 'DELETE FROM songs_fts; INSERT INTO songs_fts (rowid, title) SELECT id, title FROM songs',
      },
      {
        title: 'a table that is dropped in the same script, which is told there',
        given: 'CREATE TABLE carts (id int)',
        up: 'DELETE FROM carts; DROP TABLE carts',
      },
      {
        title: 'a WHERE clause that limits',
        given: 'CREATE TABLE members (id int, expired boolean)',
        up: 'DELETE FROM members WHERE expired',
      },
      {
        title: 'a table that this deploy makes itself',
        dialect: 'sqlite',
        up: 'CREATE TABLE import_rows (id INTEGER PRIMARY KEY); DELETE FROM import_rows',
      },
    ],
  },

  checkOperation: {
    'delete-rows'(operation, context) {
      const { table, where } = operation
      // What is dropped later in the script is told there.
      if (isDroppedLater(table, context)) return undefined
      const filter = rowFilter(operation, context)
      if (filter === 'present' || isIndexFilledAgain(table, context)) return undefined
      const reason =
        filter === 'absent'
          ? 'has no WHERE clause'
          : `has a WHERE clause that is always true (${where ?? 'true'})`
      const children = childRowEffectsHere(table, context)
      const others = children.length === 0 ? '' : ` It also ${listWords(children)}.`
      return emptiedTable(
        table,
        `DELETE FROM ${table} ${reason}: every row goes.${others}`,
        { tables: [table], takesMore: children.length > 0 },
        context,
      )
    },
  },
}

/** A full-text index of SQLite is made from the rows of other tables, and made again from them by the same script. */
function isIndexFilledAgain(
  table: ObjectName,
  { replayedScript: { steps }, step, tableBefore }: OperationContext,
): boolean {
  return (
    /^fts\d$/.test(tableBefore(table)?.options.using ?? '') &&
    stepsOn(steps, table, 'insert-rows').some(
      each => isBefore(steps, step, each) && each.operation.copiesFrom !== undefined,
    )
  )
}

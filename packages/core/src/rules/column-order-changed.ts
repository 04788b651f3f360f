import type { ColumnPosition, ObjectName } from '../operations/column.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { rebuildAt } from './rebuilds/rebuild.ts'
import type { OperationContext, Rule } from './rule.ts'

export const columnOrderChanged: Rule = {
  id: 'column-order-changed',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'The columns of a table change places.',
  why: `INSERT INTO t VALUES (…) without a list of columns, SELECT * read by position, and LOAD DATA put values into the wrong
columns from now on, without an error where the types allow it. MySQL before 8.0.29 also has to build the whole table anew.`,
  instead: 'Add the column at the end, and let the code name its columns.',
  sources: [
    'MySQL 8.4 manual, Online DDL Operations, Column Operations',
    'measured: MariaDB 10.11: INSERT … VALUES fills the shifted columns',
  ],
  examples: {
    flagged: [
      {
        title: 'a new column in the middle',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD COLUMN name varchar(100) AFTER id',
        instead: 'ALTER TABLE users ADD COLUMN name varchar(100)',
      },
      {
        title: 'a column that moves',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100), age int)',
        up: 'ALTER TABLE users MODIFY age int FIRST',
        instead: { noSql: 'the column stays where it is' },
      },
      {
        title: 'SQLite, by a rebuild',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER, email TEXT);
INSERT INTO users_new (id, age, email) SELECT id, age, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new (id, email, age) SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'at the end',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD COLUMN name varchar(100) AFTER email',
      },
      {
        title: 'where it is already',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100), age int)',
        up: 'ALTER TABLE users MODIFY email varchar(200) AFTER id',
      },
    ],
  },

  checkOperation: {
    'add-column': ({ table, column, position, ifNotExists }, context) => {
      if (position === undefined || (ifNotExists && columnIn(context.before, table, column.name)))
        return undefined
      return isAtEnd(table, position, context) ? undefined : shifted(table, `${table}.${column.name}`)
    },
    'change-column': ({ table, column, position }, context) => {
      if (position === undefined || isInPlace(table, column, position, context)) return undefined
      return shifted(table, `${table}.${column}`)
    },
    'drop-table': (operation, context) => {
      const rebuild = rebuildAt(operation, context)
      if (rebuild === undefined) return undefined
      const after = [...rebuild.new.columns.keys()].filter(key => rebuild.old.columns.has(key))
      const before = [...rebuild.old.columns.keys()].filter(key => rebuild.new.columns.has(key))
      return after.every((key, at) => key === before[at])
        ? undefined
        : shifted(operation.table, operation.table)
    },
  },
}

function shifted(table: ObjectName, object: string) {
  return {
    message: `Columns of ${table} change places: code that does not name them reads and writes the wrong ones.`,
    objects: [object],
  }
}

/** Nothing is told of a table that is not known. */
function isAtEnd(
  table: ObjectName,
  position: ColumnPosition,
  { before, tableBefore }: OperationContext,
): boolean {
  const last = [...(tableBefore(table)?.columns.values() ?? [])].at(-1)?.name
  return last === undefined || (position !== 'first' && sameColumn(before, position.after, last))
}

function isInPlace(
  table: ObjectName,
  column: string,
  position: ColumnPosition,
  { before, tableBefore }: OperationContext,
): boolean {
  const names = [...(tableBefore(table)?.columns.values() ?? [])].map(({ name }) => name)
  const at = names.findIndex(name => sameColumn(before, name, column))
  if (at === -1) return true
  const neighbour = names[at - 1]
  return position === 'first'
    ? at === 0
    : neighbour !== undefined && sameColumn(before, neighbour, position.after)
}

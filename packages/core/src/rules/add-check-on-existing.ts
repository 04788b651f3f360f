import { findTable } from '../schema/lookup.ts'
import { updatedBefore } from './moved-away.ts'
import { copiedColumns, copiedTable, leavesOutRows } from './rebuild-copy.ts'
import type { Rule } from './rule.ts'

export const addCheckOnExisting: Rule = {
  id: 'add-check-on-existing',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A CHECK comes that rows of the table may not meet.',
  why: `One such row stops ADD COLUMN, or the INSERT that copies the rows into a table that is built anew. INSERT OR IGNORE leaves it out without a word, and it is gone with
the old table.`,
  instead: 'Count the rows that do not meet it first, and change or delete them before this migration.',
  sources: [
    'SQLite, CREATE TABLE, CHECK constraints; ALTER TABLE ADD COLUMN',
    'measured: SQLite 3.40.1 and 3.50.4',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a new CHECK',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: {
          noSql:
            'SQLite tests each row that is copied; the UPDATE or DELETE before it hangs on what the rows mean',
        },
      },
      {
        title: 'rows that do not meet it are left out',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT OR IGNORE INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: {
          noSql:
            'SQLite tests each row that is copied; the UPDATE or DELETE before it hangs on what the rows mean',
        },
      },
      {
        title: 'ADD COLUMN with a CHECK of what is there',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users ADD COLUMN guardian INTEGER CHECK (guardian IS NOT NULL OR age >= 18)',
        instead: 'ALTER TABLE users ADD COLUMN guardian INTEGER',
      },
    ],
    allowed: [
      {
        title: 'ADD COLUMN with a CHECK of the new column alone',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: "ALTER TABLE users ADD COLUMN plan TEXT CHECK (plan IN ('free', 'paid'))",
      },
      {
        title: 'the same CHECK as before',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18), plan TEXT);
INSERT INTO users_new (id, age) SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'values that meet it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER CHECK (age >= 18));
INSERT INTO users_new (id, age) SELECT id, CASE WHEN age >= 18 THEN age END FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a CHECK on a column that is new',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT CHECK (plan IN ('a', 'b')));
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'add-column'({ table, column, constraints }, { traits, tableBefore }) {
      const known = tableBefore(table)
      if (traits.altersByRebuild !== true || known === undefined) return undefined
      const old = [...known.columns.keys()]
      return constraints.flatMap(each =>
        each.type === 'check' && old.some(name => wordsOf(each.expression).includes(name))
          ? {
              message: `A row of ${table} that does not meet ${each.expression} stops the statement: ADD COLUMN looks at each.`,
              objects: [`${table}.${column.name}`],
            }
          : [],
      )
    },
    'insert-rows'(operation, context) {
      const source = copiedTable(operation, context)
      const target = findTable(context.before, operation.table)
      if (source === undefined || target === undefined) return undefined
      const known = new Set(
        source.constraints.flatMap(each => (each.type === 'check' ? [plain(each.expression)] : [])),
      )
      // What an expression fills, or an UPDATE went over, was looked at.
      const names = copiedColumns(operation, target)
        .filter(([{ name }, from]) => from.trim().toLowerCase() === name.toLowerCase())
        .filter(([{ name }]) => updatedBefore(source.name, name, context) === undefined)
        .map(([{ name }]) => name.toLowerCase())
      const added = target.constraints.flatMap(each =>
        each.type === 'check' &&
        !known.has(plain(each.expression)) &&
        names.some(name => wordsOf(each.expression).includes(name))
          ? [each.expression]
          : [],
      )
      return added.map(expression =>
        leavesOutRows(context.statement)
          ? {
              message: `Rows of ${source.name} that do not meet ${expression} are not copied, and are gone when the old table is dropped.`,
              severity: 'error',
              objects: [source.name],
            }
          : {
              message: `A row of ${source.name} that does not meet ${expression} stops the copy.`,
              objects: [source.name],
            },
      )
    },
  },
}

function plain(expression: string): string {
  return wordsOf(expression).join(' ')
}

function wordsOf(expression: string): readonly string[] {
  return expression.toLowerCase().match(/'[^']*'|[\w.]+|[^\s\w()"`[\]]+/g) ?? []
}

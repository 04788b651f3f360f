import type { ObjectName } from '../operations/column.ts'
import { type Dependent, dependentsOf } from '../schema/dependents.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { checksOfOthersToo, viewNamesColumn } from './column-use.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import { listWords } from './list-words.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const sqliteDropColumnIllegal: Rule = {
  id: 'sqlite-drop-column-illegal',
  category: 'compatibility',
  severity: 'error',
  title: 'SQLite refuses to drop a column that a key, index, check, view, trigger or other column uses.',
  why: 'The statement fails, and the deploy with it.',
  instead: `Drop the index, view, trigger or generated column first. For a primary key, UNIQUE, foreign key or CHECK, build the table
anew: create, copy, drop, rename.`,
  sources: ['SQLite, ALTER TABLE DROP COLUMN', 'measured: SQLite 3.40'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'an indexed column',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'a column that a view names',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE VIEW mails AS SELECT email FROM users',
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: {
          noSql: 'the view changes first, and what it is to show instead is known to its author alone',
        },
      },
      {
        title: "a column in the table's CHECK",
        dialect: 'sqlite',
        given: 'CREATE TABLE spans (a INTEGER, b INTEGER, CHECK (a < b))',
        up: 'ALTER TABLE spans DROP COLUMN b',
        instead: ['CREATE TABLE spans_b_archive AS SELECT * FROM spans'],
      },
      {
        title: 'a column in the WHERE of an index',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, gone_at TEXT, email TEXT); CREATE INDEX here ON users (email) WHERE gone_at IS NULL',
        up: 'ALTER TABLE users DROP COLUMN gone_at',
      },
      {
        title: 'a column that another is generated from',
        dialect: 'sqlite',
        given: 'CREATE TABLE items (id INTEGER PRIMARY KEY, price INTEGER, gross INTEGER AS (price * 2))',
        up: 'ALTER TABLE items DROP COLUMN price',
        instead: `ALTER TABLE items DROP COLUMN gross;
ALTER TABLE items DROP COLUMN price;`,
      },
      {
        title: 'a column that a trigger reads',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, length INTEGER);
CREATE TRIGGER measure AFTER UPDATE ON users BEGIN UPDATE users SET length = length(new.email) WHERE id = new.id; END;`,
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: {
          noSql:
            'the trigger goes or changes first, and what it is to do instead is known to its author alone',
        },
      },
    ],
    allowed: [
      {
        title: 'a view of all columns',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE VIEW all_users AS SELECT * FROM users',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: "the column's own CHECK goes with it",
        dialect: 'sqlite',
        given: 'CREATE TABLE spans (a INTEGER, b INTEGER CHECK (b > 0))',
        up: 'ALTER TABLE spans DROP COLUMN b',
      },
      {
        title: 'a column that another table refers to',
        dialect: 'sqlite',
        given:
          'CREATE TABLE teams (code TEXT, name TEXT); CREATE TABLE users (team TEXT REFERENCES teams (code))',
        up: 'ALTER TABLE teams DROP COLUMN code',
      },
      {
        title: 'the index goes first',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'PostgreSQL drops the index along',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
    ],
  },

  checkOperation: {
    'drop-column'({ table, column }, { before, statement, traits }) {
      if (traits.altersByRebuild !== true) return undefined
      const users = columnUsers(before, table, column)
      const words = [...new Set(users.map(inWords))]
      if (words.length === 0) return undefined
      const objects = [`${table}.${column}`]
      // Written with the column it goes with it; as a part of its own, it stands in the way. Which one is not known.
      return users.every(({ kind }) => kind === 'foreign-key')
        ? {
            message: `The statement fails if ${table}.${column} is in a FOREIGN KEY clause of its own; one that is written with the column is dropped with it.`,
            severity: 'warning',
            objects,
          }
        : {
            message: `The statement fails: ${table}.${column} is used by ${listWords(words)}.`,
            objects,
            ...(users.every(({ kind }) => kind === 'index') && {
              suggestion: {
                title: 'Drop the index first',
                sql: [
                  ...users.map(({ name }) => `DROP INDEX ${sqlName(name, traits)};`),
                  statement.text,
                ].join('\n'),
              },
            }),
          }
    },
  },
}

/** The dependents that stand in the way; `SELECT *`, keys of other tables and the column's own CHECK do not. */
function columnUsers(schema: SchemaState, tableName: ObjectName, column: string): readonly Dependent[] {
  const table = findTable(schema, tableName)
  return dependentsOf(schema, tableName, column).filter(({ kind, name, table: owner }) => {
    switch (kind) {
      case 'view':
        return viewNamesColumn(schema, kind, name, tableName, column)
      case 'foreign-key':
        return owner !== undefined && sameObject(schema, owner, tableName)
      case 'check':
        return table !== undefined && checksOfOthersToo(schema, table, column)
      case 'trigger':
        return triggerNames(schema, name, tableName, column)
      case 'primary-key':
      case 'unique':
      case 'index':
      case 'generated-column':
        return true
      default:
        return false
    }
  })
}

/** `new.c` and `old.c` are columns of the trigger's own table; of another name it may be another table's. */
function triggerNames(schema: SchemaState, name: string, table: ObjectName, column: string): boolean {
  const trigger = findObject(schema, 'trigger', name, table) ?? findObject(schema, 'trigger', name)
  const columns = [...(trigger?.definition ?? '').matchAll(/\b(?:new|old)\s*\.\s*(["`[]?)([\w$]+)/gi)]
  return columns.some(([, , named = '']) => sameColumn(schema, named, column))
}

function inWords({ kind, name }: Dependent): string {
  switch (kind) {
    case 'index':
    case 'view':
    case 'trigger':
      return `the ${kind} ${name}`
    case 'generated-column':
      return `the generated column ${name}`
    case 'check':
      return 'a CHECK'
    default:
      return `a ${kind.replace('-', ' ')}`
  }
}

import type { ObjectName } from '../operations/column.ts'
import { bodiesNaming } from '../schema/bodies.ts'
import { viewNamesColumn } from '../schema/column-use.ts'
import { type Dependent, dependentsOf } from '../schema/dependents.ts'
import { constraintsWith } from '../schema/find-parts.ts'
import { isBefore, stepsOf } from '../schema/find-steps.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

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
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the index goes too late',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER); CREATE INDEX users_age ON users (age)',
        up: 'ALTER TABLE users DROP COLUMN age; DROP INDEX users_age',
        instead: 'DROP INDEX users_age; ALTER TABLE users DROP COLUMN age',
      },
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
      {
        title: 'a column in a CHECK of the table, and in no other part of it',
        dialect: 'sqlite',
        given: 'CREATE TABLE spans (a INTEGER, b INTEGER, CHECK (b > 0))',
        up: 'ALTER TABLE spans DROP COLUMN b',
        instead: ['CREATE TABLE spans_b_archive AS SELECT * FROM spans'],
      },
      {
        title: 'a column that a trigger of the table looks up',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TRIGGER one AFTER INSERT ON users WHEN (SELECT count(*) FROM users WHERE email = '') > 1 BEGIN SELECT raise(ABORT, 'two'); END;`,
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: {
          noSql:
            'the trigger goes or changes first, and what it is to do instead is known to its author alone',
        },
      },
      {
        title: 'a down script that leaves the index to the server',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN age INTEGER; CREATE INDEX users_age ON users (age)',
        down: 'ALTER TABLE users DROP COLUMN age',
      },
      {
        title: 'the only column',
        dialect: 'sqlite',
        given: 'CREATE TABLE numbers (n INTEGER)',
        up: 'ALTER TABLE numbers DROP COLUMN n',
        instead: ['CREATE TABLE numbers_archive AS SELECT * FROM numbers'],
      },
    ],
    allowed: [
      {
        title: 'a trigger that only writes it: dependent-objects-broken tells that it fails',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, seen INTEGER);
CREATE TRIGGER note AFTER INSERT ON users BEGIN UPDATE users SET seen = 0 WHERE id = new.id; END;`,
        up: 'ALTER TABLE users DROP COLUMN seen',
      },
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
        title: 'the foreign key that is written with it goes with it',
        dialect: 'sqlite',
        given: `CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id), name TEXT);`,
        up: 'ALTER TABLE users DROP COLUMN team_id',
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
    'drop-column'({ table, column }, { before, statement, traits, step, replayedScript: { steps } }) {
      // Knex builds the table anew where it is to lose a column.
      if (traits.altersByRebuild !== true || statement.rebuildsTable !== undefined) return undefined
      const known = findTable(before, table)
      if (
        known?.complete === true &&
        known.columns.size === 1 &&
        columnIn(before, table, column) !== undefined
      ) {
        return {
          message: `The statement fails: ${table}.${column} is the only column.`,
          objects: [`${table}.${column}`],
        }
      }
      const users = columnUsers(before, table, column)
      const words = [...new Set(users.map(inWords))]
      if (words.length === 0) return undefined
      const objects = [`${table}.${column}`]
      const areDroppedLater =
        users.length > 0 &&
        users.every(
          ({ kind, name }) =>
            kind === 'index' &&
            stepsOf(steps, 'drop-index').some(
              other => isBefore(steps, step, other) && sameObject(before, other.operation.name, name),
            ),
        )
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
            ...(areDroppedLater && { instead: 'Put the DROP INDEX that stands below in front of it.' }),
            ...(!areDroppedLater &&
              users.every(({ kind }) => kind === 'index') && {
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
        return (
          owner !== undefined &&
          sameObject(schema, owner, tableName) &&
          (table === undefined || isInOwnForeignKey(schema, table, column))
        )
      case 'check':
        return table !== undefined && isInForeignCheck(schema, table, column)
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

/** One that is written with the column goes along (measured: SQLite 3.50). */
function isInOwnForeignKey(schema: SchemaState, table: Table, column: string): boolean {
  return constraintsWith(table, column, schema.semantics).some(
    each => each.type === 'foreign-key' && each.withColumn !== true,
  )
}

/** One that is written with the column goes along; one of the table's own stays (measured: SQLite 3.40). */
function isInForeignCheck(schema: SchemaState, table: Table, column: string): boolean {
  return constraintsWith(table, column, schema.semantics).some(
    each => each.type === 'check' && (each.column === undefined || !sameColumn(schema, each.column, column)),
  )
}

/** `new.c` and `old.c` are columns of the trigger's own table; of another name it may be another table's. */
function triggerNames(schema: SchemaState, name: string, table: ObjectName, column: string): boolean {
  const trigger = findObject(schema, 'trigger', name, table) ?? findObject(schema, 'trigger', name)
  if (trigger === undefined) return false
  const columns = [...trigger.definition.matchAll(/\b(?:new|old)\s*\.\s*(["`[]?)([\w$]+)/gi)]
  if (columns.some(([, , named = '']) => sameColumn(schema, named, column))) return true
  const isRead = namesIn(withoutTargets(trigger.definition)).some(each => sameColumn(schema, each, column))
  return isRead && bodiesNaming(schema, table, column).includes(trigger)
}

/** What an UPDATE sets and an INSERT lists is not looked up when a column goes (measured: SQLite 3.40). */
function withoutTargets(definition: string): string {
  return definition
    .replace(/\bof\b.*?\bon\b/is, ' ')
    .replace(/\binto\s+[\w."`[\]]+\s*\([^)]*\)/gi, ' ')
    .replace(/(?:\bset\b|,)\s*["`[]?\w+["`\]]?\s*=/gi, ' ')
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

import { referencesTo } from '../schema/references.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const replaceInto: Rule = {
  id: 'replace-into',
  category: 'data-loss',
  severity: 'warning',
  title: 'REPLACE deletes the rows that are in the way.',
  why: `A row with the same key is deleted and a new one inserted: columns that the statement does not name get their
defaults, and ON DELETE CASCADE deletes the rows that refer to it.`,
  instead: 'Use INSERT … ON DUPLICATE KEY UPDATE in MySQL, INSERT … ON CONFLICT DO UPDATE in SQLite.',
  sources: ['MySQL 8.0 manual, REPLACE Statement', 'SQLite, The ON CONFLICT Clause, REPLACE'],
  examples: {
    flagged: [
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name varchar(50), value varchar(50))',
        up: "REPLACE INTO settings (id, name) VALUES (1, 'theme')",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT)',
        up: "INSERT OR REPLACE INTO settings (id, name) VALUES (1, 'theme')",
      },
      {
        title: 'UPDATE OR REPLACE',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT UNIQUE)',
        up: "UPDATE OR REPLACE settings SET name = 'theme' WHERE id = 1",
        instead: "UPDATE OR ABORT settings SET name = 'theme' WHERE id = 1",
      },
    ],
    allowed: [
      {
        title: 'a table that the script has made',
        dialect: 'sqlite',
        up: `CREATE TABLE progress (name TEXT PRIMARY KEY, done INTEGER NOT NULL DEFAULT 0);
INSERT OR IGNORE INTO progress (name, done) VALUES ('users', 1);
INSERT OR REPLACE INTO progress (name, done) VALUES ('carts', 2);`,
      },
      {
        title: 'INSERT',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name varchar(50))',
        up: "INSERT INTO settings (id, name) VALUES (1, 'theme')",
      },
    ],
  },

  checkOperation: {
    'update-rows': ({ table, replace }) =>
      replace === true
        ? { message: `Rows of ${table} in the way of the new value are deleted.`, objects: [table] }
        : undefined,
    'insert-rows': ({ table, replace, columns }, context) =>
      replace && !context.isMade(table)
        ? {
            ...consequence(table, columns, context),
            objects: [table],
            ...updatedInstead(table, columns, context),
          }
        : undefined,
  },
}

function consequence(
  table: string,
  columns: readonly string[],
  context: OperationContext,
): Pick<Problem, 'message' | 'severity'> {
  const row = `A row of ${table} with the same key is`
  if (context.tableBefore(table)?.complete !== true)
    return {
      message: `A row of ${table} with the same key would be deleted, with what its columns that are not named here hold.`,
    }
  if (!namesEveryColumn(table, columns, context))
    return { message: `${row} deleted, with the columns that are not named here.` }
  const goesAlong = referencesTo(context.before, table).some(
    ({ foreignKey }) => foreignKey.onDelete?.toLowerCase() === 'cascade',
  )
  return goesAlong
    ? { message: `${row} deleted, with what refers to it by ON DELETE CASCADE, and made anew.` }
    : { message: `${row} written over in all its columns.`, severity: 'info' }
}

function namesEveryColumn(
  table: string,
  columns: readonly string[],
  { before, tableBefore }: OperationContext,
): boolean {
  const known = tableBefore(table)
  return (
    known?.complete === true &&
    [...known.columns.values()].every(({ name }) => columns.some(each => sameColumn(before, each, name)))
  )
}

/** The row with the same primary key keeps what the statement does not name. */
function updatedInstead(
  table: string,
  columns: readonly string[],
  { before, statement, tableBefore, traits }: OperationContext,
): Pick<Problem, 'suggestion'> {
  const key = tableBefore(table)?.constraints.find(({ type }) => type === 'primary-key')
  const keys = key?.type === 'primary-key' ? key.columns : []
  const rest = columns.filter(column => !keys.some(each => sameColumn(before, each, column)))
  if (keys.length === 0 || rest.length === 0 || rest.length + keys.length !== columns.length) return {}
  const plain = withoutEnd(statement.text).replace(
    /^(\s*)(?:replace|insert\s+or\s+replace)\b(?:\s+into\b)?/i,
    '$1INSERT INTO',
  )
  const name = (column: string): string => traits.quote(column)
  const upsert =
    traits.updatesOnDuplicateKey === true
      ? `ON DUPLICATE KEY UPDATE ${rest.map(each => `${name(each)} = VALUES(${name(each)})`).join(', ')}`
      : `ON CONFLICT (${keys.map(name).join(', ')}) DO UPDATE SET ${rest.map(each => `${name(each)} = excluded.${name(each)}`).join(', ')}`
  return {
    suggestion: {
      title: 'Change the row that is there',
      sql: `${plain} ${upsert};`,
    },
  }
}

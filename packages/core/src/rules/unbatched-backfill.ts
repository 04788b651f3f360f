import { isSetToItself } from '../operations/set-to-itself.ts'
import { listWords } from './list-words.ts'
import { oneBatch } from './one-batch.ts'
import type { Rule } from './rule.ts'

export const unbatchedBackfill: Rule = {
  id: 'unbatched-backfill',
  category: 'locking',
  severity: 'warning',
  title: 'One UPDATE fills a new column in every row.',
  why: `Each row stays locked until the statement has come to the last one, so that writers wait. PostgreSQL leaves a dead
copy of every row; MySQL and MariaDB replicas apply it in one piece and fall behind.`,
  instead: `Fill the column in batches of some thousand rows by primary key, each in a transaction of its own, outside the
migration. Where one value serves all rows, ADD COLUMN … DEFAULT fills it without touching them.`,
  sources: [
    'PostgreSQL manual, Explicit Locking, Row-Level Locks; Routine Vacuuming, Recovering Disk Space',
    'MySQL 8.0 manual, Locks Set by Different SQL Statements in InnoDB',
  ],
  examples: {
    flagged: [
      {
        title: 'every row is written again, so that a trigger runs',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: 'UPDATE users SET email = email',
        instead: { noSql: 'the same a range of keys at a time, which only the owner of the rows can choose' },
      },
      {
        title: 'no WHERE clause',
        given: 'CREATE TABLE users (id int PRIMARY KEY, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first || ' ' || last",
        transaction: 'none',
      },
      {
        title: 'a WHERE clause that every row fulfils, as the column is new',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, first text, last text)',
        up: "ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = concat(first, ' ', last) WHERE name IS NULL",
      },
    ],
    allowed: [
      {
        title: 'a batch',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, first text)',
        up: 'ALTER TABLE users ADD COLUMN name text; UPDATE users SET name = first WHERE id BETWEEN 1 AND 5000',
      },
      {
        title: 'a table that is new in the same deploy',
        up: "CREATE TABLE plans (id int); ALTER TABLE plans ADD COLUMN name text; UPDATE plans SET name = 'free'",
      },
      {
        title: 'SQLite, where there is one writer at a time anyway',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT)',
        up: 'ALTER TABLE users ADD COLUMN name TEXT; UPDATE users SET name = first',
      },
    ],
  },

  checkOperation: {
    'update-rows'(operation, context) {
      const { table, columns, filter, where } = operation
      const { isNewColumn, isMade, traits } = context
      if (traits.altersByRebuild === true || columns.length === 0) return undefined
      // What was in a column before is update-without-where's to tell.
      const isSelf = columns.every(column => isSetToItself(operation, column))
      if (!isSelf && !columns.every(column => isNewColumn(table, column))) return undefined
      if (isSelf && (filter === 'present' || isMade(table))) return undefined
      if (filter === 'present' && !columns.some(column => isNull(column, where))) return undefined
      const isEmptied = columns.every(column => /^null$/i.test(operation.assignments?.[column] ?? ''))
      return {
        message: `Every row of ${table} is locked while ${listWords(columns.map(column => `${table}.${column}`))} ${columns.length === 1 ? 'is' : 'are'} ${isSelf ? 'set to what it is' : isEmptied ? 'set to NULL' : 'filled'} in one statement.`,
        objects: columns.map(column => `${table}.${column}`),
        ...oneBatch(operation, context),
      }
    },
  },
}

/** Is the whole condition that the column is NULL, which a new one is everywhere? */
function isNull(column: string, where = ''): boolean {
  const words = where
    .toLowerCase()
    .replace(/["`()]/g, ' ')
    .trim()
    .split(/\s+/)
    .join(' ')
  const name = column.toLowerCase()
  return words === `${name} is null` || (words.endsWith(`.${name} is null`) && !words.includes(' and '))
}

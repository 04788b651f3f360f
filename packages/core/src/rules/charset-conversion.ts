import { withTableCharset } from '../schema/table-charset.ts'
import { columnIn } from './known-columns.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** Of a table whose character set no migration says. */
const widest = 'utf8mb4'

export const charsetConversion: Rule = {
  id: 'charset-conversion',
  category: 'data-loss',
  severity: 'error',
  title: 'Text is converted to a character set that may not hold all of it.',
  why: `A character that the new set lacks stops the statement in strict mode and becomes a question mark without it.
The whole table is copied and cannot be written meanwhile.`,
  instead: `Convert to utf8mb4, which holds everything. Otherwise look for rows that do not survive first: compare the
column with CONVERT(CONVERT(c USING new_set) USING old_set).`,
  sources: ['MySQL 8.0 manual, ALTER TABLE Statement; Online DDL Operations'],
  examples: {
    flagged: [
      {
        title: 'a table to latin1',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET latin1',
        instead: { noSql: 'utf8mb4 holds everything: leave the conversion out' },
      },
      {
        title: 'a column to ascii',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, name varchar(100) CHARACTER SET utf8mb4)',
        up: 'ALTER TABLE users MODIFY name varchar(100) CHARACTER SET ascii',
        instead: 'ALTER TABLE users MODIFY name varchar(100) CHARACTER SET utf8mb4',
      },
      {
        title: "a column that had its table's",
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(100) CHARACTER SET latin1',
        instead: 'ALTER TABLE users MODIFY name varchar(100) CHARACTER SET utf8mb4',
      },
    ],
    allowed: [
      {
        title: 'to bytes, which are kept as they are',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(50)) CHARSET latin1',
        up: 'ALTER TABLE users MODIFY name varchar(50) CHARACTER SET binary',
      },
      {
        title: 'to utf8mb4, which holds everything',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100)) DEFAULT CHARSET=latin1',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4',
      },
      {
        title: 'to utf8mb3, which lacks nothing that latin1 has',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100)) DEFAULT CHARSET=latin1',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8',
      },
    ],
  },

  checkOperation: {
    'convert-charset'({ table, charset }, { tableBefore, traits }) {
      const options = tableBefore(table)?.options
      const old = options?.charset ?? options?.['character set']
      if (traits.charsetHolds?.(charset, old ?? widest) !== false) return undefined
      return {
        message: `Text in ${table} is converted${old === undefined ? '' : ` from ${old}`} to ${charset}: what it lacks stops the statement in strict mode, and becomes '?' without it.`,
        objects: [table],
        ...(old === undefined && { severity: 'warning' as const }),
        ...(old !== undefined &&
          old.toLowerCase() !== 'utf8mb4' && {
            suggestion: {
              title: 'Convert to the set that holds everything',
              sql: `ALTER TABLE ${sqlName(table, traits)} CONVERT TO CHARACTER SET utf8mb4;`,
            },
          }),
      }
    },
    'change-column'({ table, column, to }, { before, tableBefore, traits }) {
      const known = tableBefore(table)
      const from = columnIn(before, table, column)?.type
      const old = known && from && withTableCharset(from, known).charset
      const charset = to.type?.charset
      if (old === undefined || charset === undefined) return undefined
      if (traits.charsetHolds?.(charset, old) !== false) return undefined
      return {
        message: `${table}.${column} is converted from ${old} to ${charset}: what it lacks stops the statement in strict mode, and becomes '?' without it.`,
        objects: [`${table}.${column}`],
      }
    },
  },
}

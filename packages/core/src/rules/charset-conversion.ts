import type { Statement } from '../migration/migration.ts'
import type { DataType } from '../operations/column.ts'
import { isText } from '../schema/compare-types.ts'
import type { Table } from '../schema/schema-state.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import { columnIn } from './known-columns.ts'
import { listWords } from './list-words.ts'
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
      {
        title: "a table that has its database's",
        dialect: 'mysql',
        given: 'CREATE DATABASE shop CHARACTER SET utf8mb4; USE shop; CREATE TABLE users (name varchar(100))',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET latin1',
        instead: { noSql: 'utf8mb4 holds everything: leave the conversion out' },
      },
    ],
    allowed: [
      {
        title: 'a collation that the runner fills in, who knows which it is',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(200) COLLATE {$collation}',
      },
      {
        title: 'to the set that its database has',
        dialect: 'mysql',
        given: 'CREATE DATABASE shop CHARACTER SET latin1; USE shop; CREATE TABLE users (name varchar(100))',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET latin1',
      },
      {
        title: 'a table without text',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (id int, at datetime) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE visits CONVERT TO CHARACTER SET latin1',
      },
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
    'convert-charset'({ table, charset }, { tableBefore, traits, statement }) {
      if (isPlaceholder(charset, statement)) return undefined
      const known = tableBefore(table)
      const texts = [...(known?.columns.values() ?? [])].flatMap(({ type }) =>
        type !== undefined && isText(type) ? [charsetOf(type, known)] : [],
      )
      if (known?.complete === true && texts.length === 0) return undefined
      const said = texts.filter(old => old !== undefined)
      const lossy = said.filter(old => traits.charsetHolds?.(charset, old) === false)
      const [old] = lossy
      // Columns that are not listed have the table's, or one of their own.
      const isKnown = known?.complete === true && said.length === texts.length
      if (old === undefined && (isKnown || traits.charsetHolds?.(charset, widest) !== false)) return undefined
      const lost = `what it lacks stops the statement in strict mode, and becomes '?' without it.`
      if (old === undefined)
        return {
          message: `Text in ${table} is converted to ${charset}, and no migration says from which character set: ${lost}`,
          objects: [table],
          severity: 'warning',
        }
      return {
        message: `Text in ${table} is converted from ${listWords([...new Set(lossy)])} to ${charset}: ${lost}`,
        objects: [table],
        ...(!lossy.every(each => each.toLowerCase() === 'utf8mb4') && {
          suggestion: {
            title: 'Convert to the set that holds everything',
            sql: `ALTER TABLE ${sqlName(table, traits)} CONVERT TO CHARACTER SET utf8mb4;`,
          },
        }),
      }
    },
    'change-column'({ table, column, to }, { before, tableBefore, traits, statement }) {
      const known = tableBefore(table)
      const from = columnIn(before, table, column)?.type
      const charset = to.type && charsetOf(to.type, undefined)
      if (charset === undefined || (from !== undefined && !isText(from))) return undefined
      // The runner knows which it is.
      if (isPlaceholder(to.type?.charset ?? to.type?.collation, statement)) return undefined
      const old = from && charsetOf(from, known)
      if (traits.charsetHolds?.(charset, old ?? widest) !== false) return undefined
      const lost = `what it lacks stops the statement in strict mode, and becomes '?' without it.`
      return {
        message:
          old === undefined
            ? `${table}.${column} is converted to ${charset}, unless it has it already, which no migration says: ${lost}`
            : `${table}.${column} is converted from ${old} to ${charset}: ${lost}`,
        objects: [`${table}.${column}`],
        ...(old === undefined && { severity: 'warning' }),
      }
    },
  },
}

/** A column's own, or its table's. */
function charsetOf(type: DataType, table: Table | undefined): string | undefined {
  const { charset, collation } = table === undefined ? type : withTableCharset(type, table)
  return charset ?? collation?.split('_')[0]
}

function isPlaceholder(name: string | undefined, { placeholders = [] }: Statement): boolean {
  return placeholders.some(([placeholder]) => placeholder.toLowerCase() === name?.toLowerCase())
}

import type { DialectTraits } from '../dialects/dialect.ts'
import type { Statement } from '../migration/migration.ts'
import type { DataType, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isText } from '../schema/compare-types.ts'
import { stepsOfStatement } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { withoutStrictMode } from './scripts/without-strict-mode.ts'
import { charsetsOfAll } from './types/kept-charset.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

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
      {
        title: 'values that are written in letters and digits',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int, hash varchar(64)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE files MODIFY hash varchar(64) CHARACTER SET ascii',
        instead: { noSql: 'the rows that do not survive are looked for first' },
      },
      {
        title: 'two columns of one statement',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int, hash varchar(64), mime_type varchar(99)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE files MODIFY hash varchar(64) CHARACTER SET ascii, CHANGE mime_type kind varchar(99) CHARACTER SET ascii',
        instead: { noSql: 'the rows that do not survive are looked for first' },
      },
      {
        title: 'no migration says from which: only from utf8mb4 is anything lost',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(100))',
        up: 'ALTER TABLE users MODIFY name varchar(200) COLLATE utf8mb3_bin',
        instead: 'ALTER TABLE users MODIFY name varchar(200) COLLATE utf8mb4_bin',
      },
    ],
    allowed: [
      {
        title: 'every other table has been made in a set that this one holds',
        dialect: 'mysql',
        given: `CREATE TABLE a (id int) CHARSET utf8; CREATE TABLE b (id int) CHARSET utf8; CREATE TABLE c (id int) CHARSET utf8;
CREATE TABLE d (id int) CHARSET latin1; CREATE TABLE e (id int) CHARSET utf8;
CREATE TABLE users (id int, name varchar(100))`,
        up: 'ALTER TABLE users MODIFY name varchar(200) CHARACTER SET utf8',
      },
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
    'convert-charset'({ table, charset }, context) {
      const { tableBefore, traits, statement } = context
      if (isPlaceholder(charset, statement)) return undefined
      const known = tableBefore(table)
      const texts = [...(known?.columns.values() ?? [])].flatMap(({ name, type }) =>
        type !== undefined && isText(type) ? [{ name, old: charsetOf(type, known) }] : [],
      )
      if (known?.complete === true && texts.length === 0) return undefined
      const isLossy = (old: string | undefined) => traits.charsetHolds?.(charset, old ?? widest) === false
      const lossy = texts.filter(({ old }) => old !== undefined && isLossy(old))
      const lossySets = [...new Set(lossy.flatMap(({ old }) => old ?? []))]
      // Columns that are not listed have the table's, or one of their own.
      const isKnown = known?.complete === true && texts.every(({ old }) => old !== undefined)
      if (lossy.length === 0 && (isKnown || !isLossy(undefined))) return undefined
      const asked = lossy.length > 0 ? lossy : texts.filter(({ old }) => old === undefined)
      const columns = known?.complete === true ? asked.map(({ name }) => name) : []
      const problem = conversion(`Text in ${table}`, lossySets, charset, context)
      return {
        ...problem,
        objects: [table],
        ...lookFirst(table, columns, charset, traits),
        ...(lossy.length > 0 &&
          !lossySets.every(each => each.toLowerCase() === 'utf8mb4') && {
            suggestion: {
              title: 'Convert to the set that holds everything',
              sql: `ALTER TABLE ${sqlName(table, traits)} CONVERT TO CHARACTER SET utf8mb4;`,
            },
          }),
      }
    },
    'change-column'(operation, context) {
      const { table } = operation
      const { traits, statement, replayedScript } = context
      const found = narrowed(operation, context)
      if (found === undefined) return undefined
      // The clauses before this one have changed their columns by now.
      const [start] = stepsOfStatement(replayedScript.steps, statement)
      const before = start?.before ?? context.before
      const alike = statement.operations.filter((each): each is Change => {
        const other = each.kind === 'change-column' ? narrowed(each, { ...context, before }) : undefined
        return other?.charset === found.charset && other.old === found.old && other.isPlain === found.isPlain
      })
      if (alike.length > 1 && alike[0] !== operation) return undefined
      const columns = alike.length > 1 ? alike.map(each => each.column) : [operation.column]
      const names = columns.map(each => `${table}.${each}`)
      const { old, charset, isPlain } = found
      const look = `look for rows that do not survive first: ${notSurviving(table, columns, charset, traits)}.`
      return {
        ...conversion(listWords(names), old === undefined ? [] : [old], charset, context, names.length > 1),
        objects: names,
        ...lookFirst(table, columns, charset, traits),
        // What the tables beside it have is not known either.
        ...(old === undefined && {
          instead: `SHOW CREATE TABLE ${sqlName(table, traits)} tells which it has: if it is ${charset}, nothing is converted. If not, ${look}`,
        }),
        ...(isPlain && { severity: 'warning', instead: `L${look.slice(1)}` }),
      }
    },
  },
}

type Change = OperationOf<'change-column'>

/** The set that a column gets which holds less than its own, and whether machines write its values. */
function narrowed(
  { table, column, to }: Change,
  { before, traits, statement }: Pick<OperationContext, 'before' | 'traits' | 'statement'>,
): { readonly old: string | undefined; readonly charset: string; readonly isPlain: boolean } | undefined {
  const from = columnIn(before, table, column)?.type
  const charset = to.type && charsetOf(to.type, undefined)
  if (charset === undefined || (from !== undefined && !isText(from))) return undefined
  // The runner knows which it is.
  if (isPlaceholder(to.type?.charset ?? to.type?.collation, statement)) return undefined
  const old = from && charsetOf(from, findTable(before, table))
  if (traits.charsetHolds?.(charset, old ?? widest) !== false) return undefined
  if (old === undefined && isHeldEverywhere(charset, before, traits)) return undefined
  return { old, charset, isPlain: isMadeByMachines(column) }
}

function conversion(
  what: string,
  from: readonly string[],
  to: string,
  context: OperationContext,
  isSeveral = false,
): Pick<Problem, 'message' | 'severity'> {
  const lost = `${withoutStrictMode("becomes '?'", context)}.`
  if (from.length > 0)
    return {
      message: `${what} ${isSeveral ? 'are' : 'is'} converted from ${listWords(from)} to ${to}: what ${to} lacks ${lost}`,
    }
  // Of the sets in use, those of all Unicode alone hold more than the basic plane.
  if (context.traits.charsetHolds?.(to, 'latin1') === true) {
    return {
      message: `${what} ${isSeveral ? 'become' : 'becomes'} ${to}, and no migration says which character set ${isSeveral ? 'they have' : 'it has'}. If that is utf8mb4, what ${to} lacks, such as emoji, ${lost}`,
      severity: 'info',
    }
  }
  return {
    message: `${what} ${isSeveral ? 'are' : 'is'} converted to ${to}, unless ${isSeveral ? 'they have' : 'it has'} it already, which no migration says: what ${to} lacks ${lost}`,
    severity: 'warning',
  }
}

/** A project whose tables have all been made in sets that this one holds has no other. */
function isHeldEverywhere(charset: string, schema: SchemaState, traits: DialectTraits): boolean {
  return charsetsOfAll(schema)?.every(each => traits.charsetHolds?.(charset, each) === true) === true
}

/** Values that are written in letters and digits, by what such columns are called. */
function isMadeByMachines(column: string): boolean {
  return /(?:^|_)(?:hash|digest|checksum|md5|sha\d*|token|uuid|guid|mime_?type|type|signature|session_?id|etag)$/i.test(
    column,
  )
}

/** Of more columns the query is written by hand. */
const mostColumns = 4

/** A comparison by the bytes: under most collations all that is not in the set is equal (measured: MariaDB 10.11). */
function lookFirst(
  table: ObjectName,
  columns: readonly string[],
  charset: string,
  traits: DialectTraits,
): Pick<Problem, 'instead'> {
  if (columns.length === 0 || columns.length > mostColumns) return {}
  return {
    instead: `Convert to utf8mb4, which holds everything. Otherwise look for rows that do not survive first: ${notSurviving(table, columns, charset, traits)}.`,
  }
}

function notSurviving(
  table: ObjectName,
  columns: readonly string[],
  charset: string,
  traits: DialectTraits,
): string {
  const differs = columns.map(column => {
    const name = traits.quote(column)
    return `BINARY CONVERT(${name} USING utf8mb4) <> BINARY CONVERT(CONVERT(${name} USING ${charset}) USING utf8mb4)`
  })
  return `SELECT * FROM ${sqlName(table, traits)} WHERE ${differs.join(' OR ')}`
}

/** A column's own, or its table's. */
function charsetOf(type: DataType, table: Table | undefined): string | undefined {
  const { charset, collation } = table === undefined ? type : withTableCharset(type, table)
  return charset ?? collation?.split('_')[0]
}

function isPlaceholder(name: string | undefined, { placeholders = [] }: Statement): boolean {
  return placeholders.some(([placeholder]) => placeholder.toLowerCase() === name?.toLowerCase())
}

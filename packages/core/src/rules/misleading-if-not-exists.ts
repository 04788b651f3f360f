import type { Column, Index } from '../operations/column.ts'
import { indexOfThatName } from '../schema/index-of-that-name.ts'
import { findColumn } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { addedToTable, missingColumns } from './advice/missing-columns.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const misleadingIfNotExists: Rule = {
  id: 'misleading-if-not-exists',
  category: 'order',
  severity: 'warning',
  title: 'IF NOT EXISTS skips the statement, although what exists is something else.',
  why: `The server looks at the name alone. The migration is recorded as done, and the schema is not what it says: the code
that comes with it fails later, far from the cause.`,
  instead: 'Change the object that exists with ALTER TABLE, or give the new one another name.',
  sources: [
    'PostgreSQL manual, CREATE TABLE, IF NOT EXISTS',
    'measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50.4',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the table exists without a column',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int, plan text)',
      },
      {
        title: 'the column exists with another type',
        given: 'CREATE TABLE users (id int, age text)',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS age int',
        instead: 'ALTER TABLE users ADD COLUMN age_new int',
      },
      {
        title: 'the index exists on other columns',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (a TEXT, b TEXT); CREATE INDEX users_by ON users (a)',
        up: 'CREATE INDEX IF NOT EXISTS users_by ON users (a, b)',
        instead: 'CREATE INDEX IF NOT EXISTS users_by_both ON users (a, b)',
      },
      {
        title: 'the index exists on another table',
        given:
          'CREATE TABLE users (plan text); CREATE TABLE carts (plan text); CREATE INDEX by_plan ON users (plan)',
        up: 'CREATE INDEX IF NOT EXISTS by_plan ON carts (plan)',
        instead: {
          up: 'CREATE INDEX CONCURRENTLY carts_by_plan ON carts (plan)',
          transaction: 'none',
        },
      },
      {
        title: 'the index exists for some rows alone',
        given:
          'CREATE TABLE users (plan text, gone boolean); CREATE INDEX by_plan ON users (plan) WHERE NOT gone',
        up: 'CREATE INDEX IF NOT EXISTS by_plan ON users (plan)',
        instead: {
          up: 'CREATE INDEX CONCURRENTLY all_by_plan ON users (plan)',
          transaction: 'none',
        },
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int, plan varchar(20))',
      },
      {
        title: 'a column that holds less',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'CREATE TABLE IF NOT EXISTS users (id int, name varchar(100))',
        instead: { noSql: 'the column is changed by a statement of its own, or the statement goes' },
      },
    ],
    allowed: [
      {
        title: 'a column that holds more',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, name varchar(100))',
        up: 'CREATE TABLE IF NOT EXISTS users (id int, name varchar(50))',
      },
      {
        title: 'the same table again',
        given: 'CREATE TABLE users (id int, plan text)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int, plan text)',
      },
      {
        title: 'a table that a later migration has given more columns',
        given: 'CREATE TABLE users (id int, plan text)',
        up: 'CREATE TABLE IF NOT EXISTS users (id int)',
      },
      {
        title: 'a type that holds the same',
        given: 'CREATE TABLE users (id int, name text)',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS name varchar',
      },
      { title: 'nothing of that name', up: 'CREATE TABLE IF NOT EXISTS users (id int)' },
    ],
  },

  checkOperation: {
    'create-table'(operation, context) {
      const known = context.tableBefore(operation.table)
      if (!operation.ifNotExists || known === undefined || !known.complete) return undefined
      const missing = missingColumns(operation, known, context)
      const [other] =
        missing.length > 0 ? [] : operation.columns.flatMap(column => otherType(column, known, context) ?? [])
      if (other !== undefined) {
        return {
          message: `The table ${operation.table} exists already with ${other.name} as ${other.is}, not ${other.wanted}: the statement does nothing.`,
          objects: [`${operation.table}.${other.name}`],
        }
      }
      if (missing.length === 0) return undefined
      return {
        message: `The table ${operation.table} exists already without ${listWords(missing.map(({ name }) => `the column ${name}`))}: the statement does nothing.`,
        objects: [operation.table],
        ...addedToTable(missing, known, context),
      }
    },
    'add-column'({ table, column, ifNotExists }, { before, traits }) {
      const known = columnIn(before, table, column.name)
      const [is, wanted] = [known?.type, column.type]
      if (!ifNotExists || is === undefined || wanted === undefined || is.name === wanted.name)
        return undefined
      const isSame = [traits.typeChange(is, wanted), traits.typeChange(wanted, is)].every(
        ({ loses, cost }) => loses === 'nothing' && cost === 'none',
      )
      if (isSame) return undefined
      return {
        message: `The column ${table}.${column.name} exists already as ${is.text}, not ${wanted.text}: the statement does nothing.`,
        objects: [`${table}.${column.name}`],
      }
    },
    'create-index'({ index, ifNotExists }, { before }) {
      const found = ifNotExists ? indexOfThatName(index, before) : undefined
      const how = found && otherIndex(found, index, before)
      if (how === undefined) return undefined
      return {
        message: `The index ${index.name} exists already ${how}: the statement does nothing.`,
        objects: [index.table],
      }
    },
  },
}

/** What the statement says would hold values that the column which is there does not. */
function otherType(
  { name, type: wanted }: Column,
  table: Table,
  { before, traits }: OperationContext,
): { readonly name: string; readonly is: string; readonly wanted: string } | undefined {
  const is = findColumn(table, name, before.semantics)?.type
  if (is === undefined || wanted === undefined) return undefined
  const { loses } = traits.typeChange(wanted, is)
  return loses === 'can-fail' || loses === 'silent' ? { name, is: is.text, wanted: wanted.text } : undefined
}

function otherIndex(
  { table, index: is }: { readonly table: Table; readonly index: Index },
  wanted: Index,
  schema: SchemaState,
): string | undefined {
  if (!sameObject(schema, table.name, wanted.table)) return `on ${table.name}`
  if (is.parts.length === 0) return undefined
  if (is.unique !== wanted.unique) return `and is ${is.unique ? '' : 'not '}unique`
  const columns = ({ parts }: Index): string => parts.map(part => part.column ?? '?').join(', ')
  if (columns(is) !== columns(wanted)) return `on (${columns(is)})`
  // How an engine writes a condition is not known here: with another one, or the same in other words.
  if (is.where !== undefined && wanted.where === undefined) return `for some rows alone, WHERE ${is.where}`
  return is.where === undefined && wanted.where !== undefined ? 'for all rows' : undefined
}

import type { Column, ObjectName } from '../operations/column.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { findColumn, findObject, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'
import { greatestOf, inDigits } from './types/greatest-integer.ts'

export const autoincrementCapacity: Rule = {
  id: 'autoincrement-capacity',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A column that numbers the rows has few numbers, or few that are left.',
  why: `When the numbers of the column's type have run out, every INSERT fails (MariaDB: error 167, PostgreSQL: nextval: reached
maximum value of sequence). Rows that were deleted and transactions that were rolled back have used theirs up too. How far a table
has come in production is in no file: ask the server, SELECT max(id) FROM the table, for every id that is an integer of less
than eight bytes.`,
  instead:
    'Let the column be a BIGINT: it takes a few bytes more in each row, and a later change writes the whole table again.',
  sources: [
    'MySQL 8.4 manual, Using AUTO_INCREMENT (data type)',
    'PostgreSQL manual, Serial Types',
    'measured: MariaDB 10.11 (167), PostgreSQL 15 (2200H)',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: '127 rows',
        dialect: 'mysql',
        up: 'CREATE TABLE carts (id tinyint AUTO_INCREMENT PRIMARY KEY)',
        instead: 'CREATE TABLE carts (id bigint AUTO_INCREMENT PRIMARY KEY)',
      },
      {
        title: '32767 rows',
        up: 'CREATE TABLE carts (id smallserial PRIMARY KEY)',
        instead: 'CREATE TABLE carts (id bigserial PRIMARY KEY)',
      },
      {
        title: 'the count is set to where the type nearly ends',
        dialect: 'mariadb',
        given: 'CREATE TABLE carts (id int AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE carts AUTO_INCREMENT = 2147000000',
        instead: {
          noSql:
            'the column gets a larger type first, which writes the table again: a tool does it while others write',
        },
      },
      {
        title: 'the same in PostgreSQL',
        given: 'CREATE TABLE carts (id serial PRIMARY KEY)',
        up: 'ALTER SEQUENCE carts_id_seq RESTART WITH 2147000000',
        instead: {
          noSql: 'the column gets a larger type first, by a new column that is filled in batches',
        },
      },
    ],
    allowed: [
      { title: 'eight bytes', up: 'CREATE TABLE carts (id bigserial PRIMARY KEY)' },
      {
        title: 'a number far from the end',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE carts AUTO_INCREMENT = 100000',
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, columns, options, temporary }, { replayedScript: { steps } }) {
      if (temporary) return undefined
      // A list whose rows the script itself writes: kinds, states, currencies.
      const isList = stepsOn(steps, table, 'insert-rows').some(
        ({ operation, statement }) =>
          operation.copiesFrom === undefined && !/\bselect\b/i.test(statement.text),
      )
      return columns.flatMap(
        column => fewNumbers(table, column, isList) ?? nearEnd(table, column, options.auto_increment) ?? [],
      )
    },
    'add-column': ({ table, column }) => fewNumbers(table, column),
    'set-table-option'({ table, option, value }, { before }) {
      if (option !== 'auto_increment') return undefined
      const columns = [...(findTable(before, table)?.columns.values() ?? [])]
      return columns.flatMap(column => nearEnd(table, column, value) ?? [])
    },
    'set-column-option'({ table, column, option, value }, { before }) {
      const known = findTable(before, table)
      const counted = known && findColumn(known, column, before.semantics)
      if (option !== 'identity' || counted === undefined) return undefined
      return nearEnd(table, counted, restartIn(value ?? ''))
    },
    'alter-object'({ objectType, name, change }, { before }) {
      const owner = objectType === 'sequence' ? counting(name, before) : undefined
      return (
        owner && (nearEnd(owner.table, owner.column, restartIn(change)) ?? endsEarly(owner, name, change))
      )
    },
  },
}

function restartIn(change: string): string | undefined {
  return /\b(?:restart (?:with )?|setval )(\d+)/i.exec(change)?.[1]
}

/** MAXVALUE below what the type holds. */
function endsEarly(
  { table, column }: { readonly table: ObjectName; readonly column: Column },
  sequence: ObjectName,
  change: string,
): Problem | undefined {
  const last = /\bmaxvalue (\d+)/i.exec(change)?.[1]
  if (last === undefined || Number(last) > few || /\bcycle\b/i.test(change.replace(/\bno cycle\b/i, '')))
    return undefined
  return {
    message: `${sequence} ends at ${inDigits(Number(last))}: every INSERT behind that number fails, as ${table}.${column.name} gets none.`,
    instead: 'Leave MAXVALUE out: the type of the sequence says where it ends.',
    objects: [`${table}.${column.name}`],
  }
}

/** The column that the sequence goes with. */
function counting(
  sequence: ObjectName,
  schema: SchemaState,
): { readonly table: ObjectName; readonly column: Column } | undefined {
  const owner = findObject(schema, 'sequence', sequence)?.ownedBy
  const table = owner && findTable(schema, owner.table)
  const column = table && findColumn(table, owner.column, schema.semantics)
  return column && { table: owner.table, column }
}

/** What two bytes hold, a table that grows soon has. */
const few = 65_535

function fewNumbers(
  table: ObjectName,
  { name, type, autoIncrement }: Column,
  isList = false,
): Problem | undefined {
  const greatest = autoIncrement === undefined ? undefined : greatestOf(type)
  if (greatest === undefined || greatest > few || (isList && greatest > 255)) return undefined
  return {
    message: `${table}.${name} numbers ${inDigits(greatest)} rows at most: ${type?.text ?? 'its type'} ends there, and every INSERT fails.`,
    objects: [`${table}.${name}`],
    // A list of currencies never gets there.
    ...((isList || greatest > 255) && { severity: 'info' as const }),
    instead: `Let the column be a BIGINT: it takes ${greatest > 255 ? 'six' : 'seven'} bytes more in each row, and a later change writes the whole table again.`,
  }
}

const nearlyAll = 0.8

function nearEnd(
  table: ObjectName,
  { name, type, autoIncrement }: Column,
  next: string | undefined,
): Problem | undefined {
  const greatest = autoIncrement === undefined ? undefined : greatestOf(type)
  const number = next === undefined ? Number.NaN : Number(next)
  if (greatest === undefined || !(number >= greatest * nearlyAll)) return undefined
  const left = Math.max(greatest - number + 1, 0)
  return {
    message: `${table}.${name} goes on at ${inDigits(number)}: ${type?.text ?? 'its type'} ends at ${inDigits(greatest)}, ${inDigits(left)} INSERTs later.`,
    objects: [`${table}.${name}`],
  }
}

import type { Column, Constraint } from '../operations/column.ts'
import type { Rule } from './rule.ts'
import { greatestOf, inDigits } from './types/greatest-integer.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const intPrimaryKey: Rule = {
  id: 'int-primary-key',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A table numbers its rows with 32 bits or less.',
  why: `After 2 147 483 647 numbers every INSERT fails, also numbers of rows that are gone or were never committed. To change
the type then writes the whole table again, and every table that refers to it.`,
  instead: 'Write bigint from the start: four bytes more for each row.',
  sources: ['PostgreSQL manual, Numeric Types', 'MySQL 8.0 manual, Integer Types (Exact Value)'],
  examples: {
    flagged: [
      {
        title: 'serial',
        up: 'CREATE TABLE users (id serial PRIMARY KEY)',
      },
      {
        title: 'AUTO_INCREMENT',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int unsigned AUTO_INCREMENT, PRIMARY KEY (id))',
      },
    ],
    allowed: [
      { title: 'bigint', up: 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)' },
      { title: 'a key that nobody counts up', up: 'CREATE TABLE colours (code int PRIMARY KEY)' },
      {
        title: 'an INTEGER PRIMARY KEY of SQLite has 64 bits',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT)',
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, columns, constraints, temporary }, { traits, statement }) {
      if (temporary || traits.altersByRebuild === true) return undefined
      return columns
        .filter(column => isKey(column, constraints) && isShort(column))
        .map(({ name, type, autoIncrement }) => ({
          message: `${table}.${name} counts up in ${type?.text ?? 'an integer'}, which ends at ${inDigits(greatestOf(type) ?? 0)}.`,
          objects: [`${table}.${name}`],
          ...retypedColumn(statement, name, {
            title: 'Write an integer of eight bytes',
            ...(autoIncrement === 'serial' ? wideSerial : wideInteger),
          }),
        }))
    },
  },
}

const wideSerial = { written: /(?:small)?serial[24]?/, wanted: 'bigserial' }
const wideInteger = {
  written: /(?:small|medium|tiny)?int(?:eger|[24])?(?:\s*\(\s*\d+\s*\))?/,
  wanted: 'bigint',
}

function isKey({ name }: Column, constraints: readonly Constraint[]): boolean {
  return constraints.some(
    constraint =>
      constraint.type === 'primary-key' && constraint.columns.length === 1 && constraint.columns[0] === name,
  )
}

function isShort({ type, autoIncrement }: Column): boolean {
  return autoIncrement !== undefined && greatestOf(type) !== undefined
}

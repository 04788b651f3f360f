import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

const amounts =
  /(?:^|_)(?:price|amount|cost|fee|salary|balance|total|subtotal|discount|tax|vat|revenue|refund|money)s?(?:$|_)/i

export const floatForMoney: Rule = {
  id: 'float-for-money',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'Money is kept in a type that does not count exactly.',
  why: `float and double cannot hold 0.10, only something near it: sums come out a cent wrong and = does not find what was
written. PostgreSQL's money counts by the server's lc_monetary, so that a dump means another currency elsewhere.`,
  instead: 'Write numeric(12, 2), or whole cents in a bigint.',
  sources: [
    'PostgreSQL manual, Numeric Types; Monetary Types',
    'MySQL 8.0 manual, Problems with Floating-Point Values',
  ],
  examples: {
    flagged: [
      {
        title: 'a price in double precision',
        up: 'CREATE TABLE items (id int, price double precision)',
      },
      {
        title: 'the type money',
        up: 'CREATE TABLE items (id int, paid money)',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int)',
        up: 'ALTER TABLE orders ADD COLUMN total_amount float',
      },
    ],
    allowed: [
      { title: 'numeric', up: 'CREATE TABLE items (id int, price numeric(12, 2))' },
      { title: 'something that is measured', up: 'CREATE TABLE items (id int, weight double precision)' },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { statement }) => {
    if (type === undefined) return undefined
    const isFloat = /^(?:float[48]?|real|double(?: precision)?)$/i.test(type.name)
    if (type.name !== 'money' && !(isFloat && amounts.test(name))) return undefined
    return {
      message: `${table}.${name} is ${type.text}, which is not made for amounts.`,
      ...retypedColumn(statement, name, {
        title: 'Write a number of fixed places',
        written: /(?:float[48]?|real|double(?:\s+precision)?|money)(?:\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\))?/,
        wanted: 'numeric(12, 2)',
      }),
    }
  }),
}

import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const timestampPrecision: Rule = {
  id: 'timestamp-precision',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A point in time is rounded to whole seconds.',
  why: `It is rounded, not cut: what is written in the last half second lies in the future, and two events of one second
lose their order.`,
  instead: "Leave the precision out and cut where it is shown: date_trunc('second', column).",
  sources: ['PostgreSQL manual, 8.5 Date/Time Types', 'MySQL 8.4 manual, Fractional Seconds in Time Values'],
  examples: {
    flagged: [
      {
        title: 'timestamptz(0)',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN seen_at timestamptz(0)',
      },
      {
        title: 'said with a zero',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, seen_at datetime(0))',
      },
    ],
    allowed: [
      { title: 'microseconds', up: 'CREATE TABLE users (id bigint PRIMARY KEY, seen_at timestamptz)' },
      {
        title: 'nothing said',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, seen_at datetime)',
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { statement }) =>
    type !== undefined &&
    /^(?:timestamptz|timestamp|datetime|timetz|time)$/.test(type.name) &&
    /\(0\)/.test(type.text)
      ? {
          message: `${table}.${name} is ${type.text}: what is written is rounded to the nearest second.`,
          ...retypedColumn(statement, name, {
            title: 'Keep microseconds',
            written: /(timestamptz|timestamp|datetime|timetz|time)\s*\(\s*0\s*\)/,
            wanted: '$2(6)',
          }),
        }
      : undefined,
  ),
}

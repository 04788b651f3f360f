import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'timestamp holds a date and a clock time, not a point in time.',
  why: `PostgreSQL drops the zone of what is written without a word. Two sessions with other zones then mean other moments by
the same value, and an hour is missing or double when the clocks change.`,
  instead:
    'Write timestamptz, which is as large and as fast. Keep timestamp for times that are the same on every clock.',
  sources: ['PostgreSQL manual, Date/Time Types'],
  examples: {
    flagged: [
      {
        title: 'timestamp',
        up: 'CREATE TABLE users (id int, created_at timestamp)',
      },
    ],
    allowed: [
      { title: 'timestamptz', up: 'CREATE TABLE users (id int, created_at timestamptz)' },
      {
        title: "MySQL's timestamp is a point in time",
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int, created_at timestamp NULL)',
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { traits, statement }) =>
    traits.ownTypes?.includes('timestamptz') === true && type?.name === 'timestamp'
      ? {
          message: `${table}.${name} is a timestamp without time zone.`,
          ...retypedColumn(statement, name, {
            title: 'Write timestamptz',
            written: /timestamp(\s*\(\s*\d\s*\))?(?:\s+without\s+time\s+zone)?/,
            wanted: 'timestamptz$2',
          }),
        }
      : undefined,
  ),
}

import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const jsonNotJsonb: Rule = {
  id: 'json-not-jsonb',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'json has no equality and no index of its own.',
  why: `PostgreSQL keeps json as text and parses it for every use. It has no = operator, so that SELECT DISTINCT, GROUP BY and
UNION over the column fail, also in queries that never meant to compare it.`,
  instead:
    'Write jsonb. Keep json only where white space and the order of keys must stay as they were written.',
  sources: ['PostgreSQL manual, JSON Types'],
  examples: {
    flagged: [
      {
        title: 'json',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN settings json',
      },
    ],
    allowed: [
      {
        title: 'jsonb',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN settings jsonb',
      },
      { title: 'MySQL has one json', dialect: 'mysql', up: 'CREATE TABLE users (id int, settings json)' },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { traits, statement }) =>
    traits.ownTypes?.includes('jsonb') === true && type?.name === 'json'
      ? {
          message: `${table}.${name} is json, not jsonb.`,
          ...retypedColumn(statement, name, { title: 'Write jsonb', written: /json/, wanted: 'jsonb' }),
        }
      : undefined,
  ),
}

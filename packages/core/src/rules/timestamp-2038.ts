import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const timestamp2038: Rule = {
  id: 'timestamp-2038',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'TIMESTAMP ends on 19 January 2038.',
  why: `It counts seconds in 32 bits. A later date, such as the end of a long contract, is refused or, without strict mode,
turned into zeros.`,
  instead: 'Write DATETIME, which ends in the year 9999, and keep UTC in it.',
  sources: [
    'MySQL 8.4 manual, The DATE, DATETIME, and TIMESTAMP Types: the range; Data Type Storage Requirements: four bytes',
    'MariaDB, TIMESTAMP: 2106 from 11.5 on, on 64-bit systems',
    'measured: MariaDB 10.11 (error 1292)',
  ],
  examples: {
    flagged: [
      {
        title: 'a column',
        dialect: 'mysql',
        up: 'CREATE TABLE contracts (id bigint PRIMARY KEY, ends_at timestamp NULL)',
      },
    ],
    allowed: [
      {
        title: 'datetime',
        dialect: 'mysql',
        up: 'CREATE TABLE contracts (id bigint PRIMARY KEY, ends_at datetime)',
      },
      { title: 'PostgreSQL', up: 'CREATE TABLE contracts (id bigint PRIMARY KEY, ends_at timestamptz)' },
      {
        title: 'MariaDB 11.5',
        dialect: 'mariadb',
        dbVersion: '11.5',
        up: 'CREATE TABLE contracts (id bigint PRIMARY KEY, ends_at timestamp NULL)',
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { traits, statement }) =>
    type?.name === 'timestamp' && traits.timestampEndsIn2038 === true
      ? {
          message: `${table}.${name} holds no time after 2038-01-19 03:14:07 UTC.`,
          ...retypedColumn(statement, name, {
            title: 'Write datetime, and UTC into it',
            written: /timestamp(\s*\(\s*\d\s*\))?/,
            wanted: 'datetime$2',
          }),
        }
      : undefined,
  ),
}

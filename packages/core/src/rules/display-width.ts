import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const displayWidth: Rule = {
  id: 'display-width',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'The number behind an integer type limits nothing.',
  why: `int(3) holds as much as int: the number is a width for display, up to which programs may fill up with blanks, and the server
fills up with zeros if the column is ZEROFILL. Both are deprecated since MySQL 8.0.17; from 8.0.19 on the server shows the number only
for ZEROFILL and tinyint(1), so that a dump differs from what was written.`,
  instead: 'Leave the number out. In place of ZEROFILL fill up with LPAD() where the value is shown.',
  sources: [
    'MySQL 8.4 manual, Numeric Type Attributes',
    'MySQL 8.0.19 release notes, Deprecation and Removal Notes; worklog 13528',
    'measured: MariaDB 10.11: 5 in an int(6) ZEROFILL reads 000005',
  ],
  examples: {
    flagged: [
      {
        title: 'bigint(20)',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint(20) PRIMARY KEY)',
      },
      {
        title: 'ZEROFILL',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN code int(6) ZEROFILL',
      },
    ],
    allowed: [
      { title: 'without', dialect: 'mysql', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
      {
        title: 'tinyint(1), which drivers take for a boolean',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, active tinyint(1) NOT NULL)',
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { statement }) =>
    type !== undefined &&
    /^(?:tinyint|smallint|mediumint|int|integer|bigint)$/.test(type.name) &&
    /\(\d+\)/.test(type.text) &&
    !/^tinyint\(1\)/i.test(type.text)
      ? {
          message: `${table}.${name} is ${type.text}: the number ${type.zerofill === true ? 'says how many zeros are shown, and ' : ''}limits nothing.`,
          ...retypedColumn(statement, name, {
            title: 'Leave the number out',
            written:
              /(tinyint|smallint|mediumint|int|integer|bigint)\s*\(\s*\d+\s*\)((?:\s+unsigned)?)(?:\s+zerofill)?/,
            wanted: '$2$3',
          }),
        }
      : undefined,
  ),
}

import { forNewColumns } from './new-columns.ts'
import type { Rule } from './rule.ts'

export const displayWidth: Rule = {
  id: 'display-width',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'The number behind an integer type limits nothing.',
  why: `int(3) holds as much as int: the number is a width for programs that fill up with blanks. MySQL 8.0.19 and later do
not show it any more, so that a dump differs from what was written.`,
  instead: 'Leave the number out.',
  sources: ['MySQL 8.4 manual, Numeric Type Attributes', 'MySQL worklog 13528'],
  examples: {
    flagged: [
      { title: 'bigint(20)', dialect: 'mysql', up: 'CREATE TABLE users (id bigint(20) PRIMARY KEY)' },
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

  checkOperation: forNewColumns(({ name, type }, table) =>
    type !== undefined &&
    /^(?:tinyint|smallint|mediumint|int|integer|bigint)$/.test(type.name) &&
    /\(\d+\)/.test(type.text) &&
    !/^tinyint\(1\)/i.test(type.text)
      ? { message: `${table}.${name} is ${type.text}: the number limits nothing.` }
      : undefined,
  ),
}

import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'

export const zeroDate: Rule = {
  id: 'zero-date',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A default is no date.',
  why: `'0000-00-00' stands for a value that nobody knows, and drivers read it as NULL, an error or the year -1. With
NO_ZERO_DATE, which MySQL has on by default, the statement fails.`,
  instead: 'Let the column be NULL where there is no date.',
  sources: ['MySQL 8.4 manual, Server SQL Modes, NO_ZERO_DATE'],
  examples: {
    flagged: [
      {
        title: 'all zeros',
        dialect: 'mysql',
        up: "CREATE TABLE users (id bigint PRIMARY KEY, seen_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00')",
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY, seen_at datetime NULL)',
      },
      {
        title: 'a day zero',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN born date NOT NULL DEFAULT '2000-00-00'",
        instead: 'ALTER TABLE users ADD COLUMN born date NULL',
      },
    ],
    allowed: [
      {
        title: 'NULL',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, seen_at datetime)',
      },
      {
        title: 'a date',
        dialect: 'mysql',
        up: "CREATE TABLE users (id bigint PRIMARY KEY, born date NOT NULL DEFAULT '1970-01-01')",
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type, default: value }, table) =>
    /^(?:date|datetime|timestamp)$/.test(type?.name ?? '') &&
    /^'(?:0000-|\d{4}-00|\d{4}-\d\d-00)/.test(value ?? '')
      ? { message: `The default of ${table}.${name}, ${value}, is no date.` }
      : undefined,
  ),
}

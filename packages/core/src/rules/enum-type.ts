import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'

export const enumType: Rule = {
  id: 'enum-type',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A list of values is made part of the schema.',
  why: `Every change of the list is a migration. PostgreSQL has no way to take a value out; MySQL and MariaDB copy the table
for anything but a new value at the end.`,
  instead: 'Keep the values in a table of their own with a foreign key to it, or write text with a CHECK.',
  sources: ['PostgreSQL manual, 8.7 Enumerated Types', 'MySQL 8.4 manual, The ENUM Type'],
  examples: {
    flagged: [
      {
        title: 'a type',
        up: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        instead: 'CREATE TABLE moods (name text PRIMARY KEY)',
      },
      {
        title: 'a column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN mood ENUM('sad', 'ok')",
        instead: [
          'CREATE TABLE moods (name varchar(20) PRIMARY KEY)',
          'ALTER TABLE users ADD COLUMN mood varchar(20)',
        ],
      },
    ],
    allowed: [
      {
        title: 'text with a CHECK',
        up: "CREATE TABLE users (id bigint PRIMARY KEY, mood text CHECK (mood IN ('sad', 'ok')))",
      },
    ],
  },

  checkOperation: {
    ...forNewColumns(({ name, type }, table) =>
      type?.name === 'enum' || type?.name === 'set'
        ? { message: `The values of ${table}.${name} are part of the schema.` }
        : undefined,
    ),
    'create-enum': ({ type }) => ({
      message: `The values of ${type} are part of the schema.`,
      objects: [type],
    }),
  },
}

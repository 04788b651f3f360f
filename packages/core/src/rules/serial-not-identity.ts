import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

const serialTypes: Readonly<Record<string, RegExp>> = {
  smallint: /smallserial|serial2/,
  integer: /serial4?/,
  bigint: /bigserial|serial8/,
}

export const serialNotIdentity: Rule = {
  id: 'serial-not-identity',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'serial is the old way to number rows.',
  why: `The sequence behind a serial column is an object of its own, with privileges of its own, and a value that is given in
an INSERT gets in without a word. GENERATED … AS IDENTITY is in the standard and has neither.`,
  instead:
    'Write bigint GENERATED ALWAYS AS IDENTITY, or BY DEFAULT where rows are loaded with their numbers.',
  sources: ['PostgreSQL manual, CREATE TABLE, GENERATED … AS IDENTITY; Serial Types'],
  examples: {
    flagged: [
      {
        title: 'serial',
        up: 'CREATE TABLE users (id bigserial PRIMARY KEY)',
      },
    ],
    allowed: [
      {
        title: 'identity',
        up: 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
      },
      { title: 'MySQL', dialect: 'mysql', up: 'CREATE TABLE users (id bigint AUTO_INCREMENT PRIMARY KEY)' },
    ],
  },

  checkOperation: forNewColumns((column, table, { statement }) =>
    column.autoIncrement === 'serial'
      ? {
          message: `${table}.${column.name} is a serial, not an identity column.`,
          ...retypedColumn(statement, column.name, {
            title: 'Write an identity column',
            written: serialTypes[column.type?.name ?? ''] ?? /bigserial|serial8/,
            wanted: `${column.type?.name ?? 'bigint'} GENERATED ALWAYS AS IDENTITY`,
          }),
        }
      : undefined,
  ),
}

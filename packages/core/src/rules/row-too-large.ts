import type { ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { refused } from './wording/refused-size.ts'

export const rowTooLarge: Rule = {
  id: 'row-too-large',
  category: 'compatibility',
  severity: 'error',
  title: 'The columns of a table are longer, or more, than a row may have.',
  why: `The statement fails with error 1118, or 1074 for one column, whatever the rows hold: what counts is how long they
could be, in bytes, and a row has 65 535.`,
  instead: 'Make the long columns TEXT, which is kept outside of the row, or shorter.',
  sources: [
    'MySQL 8.4 manual, Limits on Table Column Count and Row Size',
    'measured: MariaDB 10.11 (errors 1118 and 1074)',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'two long columns',
        dialect: 'mysql',
        up: 'CREATE TABLE pages (id bigint PRIMARY KEY, a varchar(10000), b varchar(10000)) DEFAULT CHARSET = utf8mb4',
        instead: 'CREATE TABLE pages (id bigint PRIMARY KEY, a text, b text) DEFAULT CHARSET = utf8mb4',
      },
      {
        title: 'one more',
        dialect: 'mariadb',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, a varchar(15000)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE pages ADD COLUMN b varchar(2000)',
        instead: 'ALTER TABLE pages ADD COLUMN b text',
      },
      {
        title: 'more bytes for each character',
        dialect: 'mariadb',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, a varchar(30000)) DEFAULT CHARSET = latin1',
        up: 'ALTER TABLE pages CONVERT TO CHARACTER SET utf8mb4',
        instead: 'ALTER TABLE pages ADD COLUMN a_new text CHARACTER SET utf8mb4',
      },
    ],
    allowed: [
      {
        title: 'as many bytes as there may be, with the two of its length and the bit for NULL',
        dialect: 'mariadb',
        up: 'CREATE TABLE pages (a varchar(65532)) DEFAULT CHARSET = latin1',
      },
      {
        title: 'TEXT lies outside',
        dialect: 'mysql',
        up: 'CREATE TABLE pages (id bigint PRIMARY KEY, a text, b text) DEFAULT CHARSET = utf8mb4',
      },
      {
        title: 'one byte each',
        dialect: 'mysql',
        up: 'CREATE TABLE pages (id bigint PRIMARY KEY, a varchar(10000), b varchar(10000)) DEFAULT CHARSET = latin1',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table }, context) => judge(table, context),
    'add-column': ({ table }, context) => judge(table, context),
    'change-column': ({ table }, context) => judge(table, context),
    'convert-charset': ({ table }, context) => judge(table, context),
  },
}

function judge(name: ObjectName, { tableBefore, tableAfter, traits }: OperationContext): Problem | undefined {
  const [before, after] = [tableBefore(name), tableAfter(name)]
  if (after === undefined) return undefined
  const refusalOf = (table: typeof after) =>
    traits.refusedRow?.([...table.columns.values()], table.options.charset)
  const refusal = refusalOf(after)
  // Too large before already: then the character set is another one than is known here.
  if (refusal === undefined || (before !== undefined && refusalOf(before) !== undefined)) return undefined
  return { ...refused(name, refusal), objects: [name] }
}

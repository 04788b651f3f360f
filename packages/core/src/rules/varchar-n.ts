import { forNewColumns } from './advice/new-columns.ts'
import type { Rule } from './rule.ts'
import { retypedColumn } from './types/retyped-column.ts'

export const varcharN: Rule = {
  id: 'varchar-n',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A limit on the length of a text saves nothing here.',
  why: `PostgreSQL stores varchar(n) and text alike. The limit is often a guess; to lower it later reads or writes the whole
table, and char(n) also fills up with blanks.`,
  instead:
    'Write text, and a CHECK on char_length(column) where there is a real limit: a check can be changed without a rewrite.',
  sources: ['PostgreSQL manual, Character Types'],
  examples: {
    flagged: [
      {
        title: 'varchar(255)',
        up: 'CREATE TABLE users (id int, email varchar(255))',
      },
      {
        title: 'char(2)',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN country char(2)',
      },
    ],
    allowed: [
      { title: 'text', up: 'CREATE TABLE users (id int, email text)' },
      {
        title: 'MySQL needs the length',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int, email varchar(255))',
      },
    ],
  },

  checkOperation: forNewColumns(({ name, type }, table, { traits, statement }) =>
    traits.textCostsNothing === true &&
    type !== undefined &&
    /^(?:varchar|bpchar|char)$/.test(type.name) &&
    type.args.length > 0
      ? {
          message: `${table}.${name} is ${type.text}, which saves nothing over text.`,
          ...retypedColumn(statement, name, {
            title: 'Write text; a limit that is meant is a CHECK',
            written: /(?:national\s+)?(?:varchar|bpchar|char(?:acter)?(?:\s+varying)?)\s*\(\s*\d+\s*\)/,
            wanted: 'text',
          }),
        }
      : undefined,
  ),
}

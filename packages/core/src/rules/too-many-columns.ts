import type { Rule } from './rule.ts'

export const tooManyColumns: Rule = {
  id: 'too-many-columns',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A table has many columns.',
  why: `Each row is read and, in PostgreSQL, written whole for a change of one column. PostgreSQL ends at 1600 columns, of
which dropped ones count, InnoDB at 1017.`,
  instead: 'Put columns that are read and written apart into a table of their own with the same key.',
  sources: ['PostgreSQL manual, Appendix K, PostgreSQL Limits', 'MySQL 8.4 manual, InnoDB Limits'],
  defaultOptions: { columns: 60 },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'more than the config allows',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, name text)',
        up: 'ALTER TABLE users ADD COLUMN email text',
        options: { columns: 2 },
        instead: 'CREATE TABLE user_emails (user_id bigint PRIMARY KEY REFERENCES users (id), email text)',
      },
    ],
    allowed: [
      {
        title: 'few',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, name text)',
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, columns }, { options }) => judge(table, columns.length, options),
    'add-column': ({ table }, { options, tableAfter }) =>
      judge(table, tableAfter(table)?.columns.size ?? 0, options),
  },
}

function judge(table: string, count: number, { columns }: Readonly<Record<string, unknown>>) {
  const most = Number(columns)
  if (count <= most) return undefined
  return { message: `${table} has ${count} columns: more than ${most}.`, objects: [table] }
}

import type { ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { Rule } from './rule.ts'

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'A column may hold NULL from now on.',
  why: 'Running code that never met NULL there fails or shows nonsense, and putting NOT NULL back fails once there is one.',
  instead: 'Let the code handle NULL first, in a release before this one.',
  noSql: 'the code has to handle NULL first',
  examples: {
    flagged: [
      {
        title: 'DROP NOT NULL',
        given: 'CREATE TABLE users (id int, email text NOT NULL)',
        up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
      },
      {
        title: 'MODIFY with NULL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users MODIFY email varchar(100) NULL',
      },
    ],
    allowed: [
      {
        title: 'a column that was nullable',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
      },
    ],
  },

  checkOperation: {
    'drop-not-null': ({ table, column }, { before }) =>
      columnIn(before, table, column)?.nullable === true ? undefined : mayBeNull(table, column),
    'change-column': ({ table, column, to }, { before }) =>
      columnIn(before, table, column)?.nullable === false && to.nullable
        ? mayBeNull(table, column)
        : undefined,
  },
}

function mayBeNull(table: ObjectName, column: string): Problem {
  return { message: `${table}.${column} may be NULL from now on.`, objects: [`${table}.${column}`] }
}

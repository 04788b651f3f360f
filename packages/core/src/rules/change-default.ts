import type { ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const changeDefault: Rule = {
  id: 'change-default',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'A column gets another default while code relies on the old one.',
  why: `The release that is running leaves the column out of its INSERTs and gets the new value, which it may not know. After a
rollback of the code, rows with the new value stay.`,
  instead: 'Let the new release write the value itself. Change the default when the old release is gone.',
  noSql: 'the new release writes the value itself until the old one is gone',
  examples: {
    flagged: [
      {
        title: 'SET DEFAULT',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: "ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'trial'",
      },
      {
        title: 'MODIFY',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, plan varchar(10) NOT NULL DEFAULT 'free')",
        up: "ALTER TABLE users MODIFY plan varchar(10) NOT NULL DEFAULT 'trial'",
      },
    ],
    allowed: [
      {
        title: 'the same clock, more exact',
        dialect: 'mysql',
        given: 'CREATE TABLE users (at timestamp DEFAULT CURRENT_TIMESTAMP)',
        up: 'ALTER TABLE users MODIFY at timestamp(6) DEFAULT CURRENT_TIMESTAMP(6)',
      },
      {
        title: 'a column that had none',
        given: 'CREATE TABLE users (id int, plan text)',
        up: "ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free'",
      },
      {
        title: 'the same value',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: "ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free'",
      },
    ],
  },

  checkOperation: {
    'set-default': ({ table, column, default: value }, context) => changed(table, column, value, context),
    'change-column': ({ table, column, to }, context) => changed(table, column, to.default, context),
  },
}

function changed(
  table: ObjectName,
  column: string,
  value: string | undefined,
  { before, isNewColumn }: OperationContext,
): Problem | undefined {
  const old = columnIn(before, table, column)?.default
  if (
    old === undefined ||
    value === undefined ||
    isNewColumn(table, column) ||
    inOneForm(old) === inOneForm(value)
  ) {
    return undefined
  }
  return {
    message: `${table}.${column} gets ${value} instead of ${old} where the running code leaves it out.`,
    objects: [`${table}.${column}`],
  }
}

/** `'free'::text` and `'free'`, NOW() and now(); the clock is one whatever its precision. */
function inOneForm(text: string): string {
  return text
    .replace(/::[\w ]+$/, '')
    .replace(/^(?:now|current_timestamp|localtimestamp)(?:\(\s*\d*\s*\))?$/i, 'now')
    .replace(/[()'\s]/g, '')
    .toLowerCase()
}

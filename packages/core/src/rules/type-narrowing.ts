import type { TypeChange } from '../dialects/dialect.ts'
import type { DataType, ObjectName } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import { enumTypeChange } from './enum-change.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './known-columns.ts'
import { updatedBefore } from './moved-away.ts'
import type { OperationContext, Rule } from './rule.ts'

export const typeNarrowing: Rule = {
  id: 'type-narrowing',
  category: 'data-loss',
  severity: 'error',
  title: 'A column gets a type that not all of its values fit.',
  why: `Values that do not fit stop the statement, or are cut, rounded or clamped without an error: by a USING
expression that cuts, by a type that holds less, and in MySQL and MariaDB whenever strict mode is off. What was cut
off is gone.`,
  instead: `Add a new column of the new type, copy the values in batches, look at those that do not fit, and switch
over. If nothing can be too long, prove it with a query first.`,
  sources: [
    'PostgreSQL manual, Character Types and ALTER TABLE',
    'MySQL 8.0 manual, Out-of-Range and Overflow Handling',
    'measured: MariaDB 10.11',
  ],
  examples: {
    flagged: [
      {
        title: 'a shorter varchar',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
      },
      {
        title: 'a USING expression that cuts without an error',
        given: 'CREATE TABLE users (id int, name varchar(255))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50) USING substring(name, 1, 50)',
      },
      {
        title: 'a smaller integer',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits smallint',
      },
      {
        title: 'UNSIGNED, which has no room for negative numbers',
        dialect: 'mariadb',
        given: 'CREATE TABLE accounts (id int, balance int)',
        up: 'ALTER TABLE accounts MODIFY balance int unsigned',
      },
    ],
    allowed: [
      {
        title: 'a longer varchar',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(255)',
      },
      {
        title: 'a larger integer',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'the same type again',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'ALTER TABLE users MODIFY name varchar(50) NOT NULL',
      },
    ],
  },

  checkOperation: {
    'change-column': ({ table, column, to }, context) =>
      narrowing(table, column, to.type, undefined, context),
    'change-column-type'(operation, context) {
      if (enumTypeChange(operation, context) !== undefined) return undefined
      return narrowing(operation.table, operation.column, operation.type, operation.using, context)
    },
  },
}

function narrowing(
  table: ObjectName,
  column: string,
  to: DataType | undefined,
  using: string | undefined,
  context: OperationContext,
): Problem | undefined {
  const { before, traits, isNewColumn } = context
  const from = columnIn(before, table, column)?.type
  if (from === undefined || to === undefined || isNewColumn(table, column)) return undefined
  // Lists of members have rules of their own, which name the members.
  if (from.values !== undefined && to.values !== undefined) return undefined
  const change = traits.typeChange(from, to, using)
  if (change.loses === 'nothing' || change.loses === 'unknown') return undefined
  const name = `${table}.${column}`
  const reason = change.why === undefined ? '' : ` (${change.why})`
  const line = updatedBefore(table, column, context)
  const rest = line === undefined ? '' : ` The UPDATE in line ${line} must have changed every such value.`
  return {
    message: `${name} changes from ${describeType(from)} to ${describeType(to)}: ${outcome(change)}${reason}.${rest}`,
    severity: change.loses === 'silent' || change.silentWithoutStrictMode === true ? 'error' : 'warning',
    objects: [name],
  }
}

function outcome({ loses, silentWithoutStrictMode }: TypeChange): string {
  if (loses === 'silent') return 'values are changed or cut without an error'
  return silentWithoutStrictMode === true
    ? 'a value that does not fit stops the statement in strict mode, and is cut or clamped without it'
    : 'a value that does not fit stops the statement'
}

import type { ObjectName } from '../operations/column.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { findConstraint, findEnum } from '../schema/lookup.ts'
import { namesIn } from '../schema/sql-text.ts'
import { droppedGuard, isUnknownGuard } from './dropped-guard.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { shortened } from './shortened.ts'

export const dropCheck: Rule = {
  id: 'drop-check',
  category: 'compatibility',
  severity: 'info',
  title: 'Nothing keeps wrong values out of a column any more.',
  why: 'Readers get values that they never had to expect. Once there are such rows, the CHECK cannot come back.',
  instead:
    'Add the CHECK that takes its place in the same script, NOT VALID in PostgreSQL, or let the code check before it goes.',
  examples: {
    flagged: [
      {
        title: 'DROP CONSTRAINT',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT adult CHECK (age >= 18))',
        up: 'ALTER TABLE users DROP CONSTRAINT adult',
        instead: `ALTER TABLE users ADD CONSTRAINT grown_up CHECK (age >= 16) NOT VALID;
ALTER TABLE users DROP CONSTRAINT adult;`,
      },
      {
        title: 'a constraint that no migration makes',
        up: 'ALTER TABLE users DROP CONSTRAINT users_rule',
        instead: { noSql: 'what it was is in the database alone' },
      },
    ],
    allowed: [
      {
        title: "knex's name of a foreign key, which drop-fk tells of",
        up: 'ALTER TABLE users DROP CONSTRAINT users_team_foreign',
      },
      {
        title: 'the column becomes an enum',
        given:
          "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::state;`,
      },
      {
        title: 'the column refers to a table of the values',
        given: `CREATE TABLE states (name text PRIMARY KEY);
CREATE TABLE jobs (id int, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))`,
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ADD CONSTRAINT jobs_state_fkey FOREIGN KEY (state) REFERENCES states (name) NOT VALID;`,
      },
      {
        title: 'a wider one takes its place',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT adult CHECK (age >= 18))',
        up: `ALTER TABLE users DROP CONSTRAINT adult;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 16) NOT VALID;`,
      },
      {
        title: 'it has done its work: the column is NOT NULL',
        given: `CREATE TABLE users (id int, age int);
ALTER TABLE users ADD CONSTRAINT has_age CHECK (age IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT has_age;`,
        up: 'ALTER TABLE users ALTER age SET NOT NULL; ALTER TABLE users DROP CONSTRAINT has_age',
      },
      {
        title: 'NOT NULL takes its place in the same statement',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT has_age CHECK (age IS NOT NULL))',
        up: 'ALTER TABLE users DROP CONSTRAINT has_age, ALTER age SET NOT NULL',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      if (isUnknownGuard(operation, context)) {
        return {
          message: `What ${operation.name} is, the migrations do not tell for certain: without it, ${operation.table} takes rows that it refused, be it duplicates, rows without a parent or wrong values.`,
          instead:
            'Look at it in the database, and name it in the migration: a comment tells the next reader too.',
          objects: [operation.table],
        }
      }
      const name = droppedGuard(operation, 'check', context)
      if (name === undefined) return undefined
      const table = context.tableBefore(operation.table)
      const check = table && findConstraint(table, name, context.before.semantics)
      if (check?.type === 'check' && /\bis\s+not\s+null\W*$/i.test(check.expression)) {
        const [column] = namesIn(check.expression)
        const required = [...(table?.columns.values() ?? [])].some(
          each => column !== undefined && sameColumn(context.before, each.name, column) && !each.nullable,
        )
        const { after } = context.replayedScript
        const becomes = column !== undefined && columnIn(after, operation.table, column)?.nullable === false
        if (required || becomes) return undefined
      }
      if (check?.type === 'check' && isHeldOtherwise(operation.table, check.expression, context))
        return undefined
      const rule = check?.type === 'check' ? ` (${shortened(check.expression)})` : ''
      return {
        message: `Without ${name}${rule}, ${operation.table} takes values that it refused.`,
        objects: [operation.table],
      }
    },
  },
}

/** In the same script its one column becomes an enum, which takes no other value than its members, or refers to a table
 * of the values. */
function isHeldOtherwise(
  table: ObjectName,
  expression: string,
  { before, replayedScript }: OperationContext,
): boolean {
  const named = namesIn(expression).filter(name => columnIn(before, table, name) !== undefined)
  const [column] = named
  if (column === undefined || named.some(name => !sameColumn(before, name, column))) return false
  const { steps } = replayedScript
  return (
    stepsOn(steps, table, 'change-column-type').some(
      ({ operation, before: then }) =>
        sameColumn(before, operation.column, column) && findEnum(then, operation.type.name) !== undefined,
    ) ||
    stepsOn(steps, table, 'add-constraint').some(
      ({ operation: { constraint } }) =>
        constraint.type === 'foreign-key' &&
        constraint.columns.length === 1 &&
        constraint.columns.some(each => sameColumn(before, each, column)),
    )
  )
}

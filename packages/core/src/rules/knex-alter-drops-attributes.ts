import type { Column } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { columnAtEnd } from './deploy/at-end-of-deploy.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { saysNullable } from './scripts/says-nullable.ts'
import { listWords } from './wording/list-words.ts'

/** As knex 3.3.0 writes it: dialects/postgres/schema/pg-tablecompiler.js, _addColumn. */
const knexAlter = /^alter table .{1,300} alter column "[^"]{1,200}" type .{1,300} using \("/

export const knexAlterDropsAttributes: Rule = {
  id: 'knex-alter-drops-attributes',
  category: 'compatibility',
  severity: 'error',
  title: 'alter() says the whole column again: NOT NULL and DEFAULT that it does not repeat are gone.',
  why: `To change a column Knex first drops its default and its NOT NULL, then sets the type, and puts back only what the
call says. INSERTs that relied on the default or on NOT NULL behave differently from then on, and nothing warns.`,
  instead: `Repeat notNullable() and defaultTo() before alter(), or write alter({ alterNullable: false }) to leave NOT NULL
alone. Knex drops the default also then: repeat it.`,
  sources: ['measured: knex 3.3.0, PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: "table.string('plan', 100).alter(), as Knex sends it",
        given: "CREATE TABLE users (id int, plan varchar(50) NOT NULL DEFAULT 'free')",
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));`,
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.alterTable('users', table => {
    table.string('plan', 100).notNullable().defaultTo('free').alter()
  })
}
exports.down = async knex => {
  await knex.schema.alterTable('users', table => {
    table.string('plan', 50).notNullable().defaultTo('free').alter()
  })
}`,
        },
      },
      {
        title: 'a nullable column with a default',
        given: "CREATE TABLE users (id int, plan varchar(50) DEFAULT 'free')",
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));`,
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.alterTable('users', table => {
    table.string('plan', 100).defaultTo('free').alter()
  })
}
exports.down = async knex => {
  await knex.schema.alterTable('users', table => {
    table.string('plan', 50).defaultTo('free').alter()
  })
}`,
        },
      },
    ],
    allowed: [
      {
        title: "table.string('plan', 100).notNullable().defaultTo('free').alter()",
        given: "CREATE TABLE users (id int, plan varchar(50) NOT NULL DEFAULT 'free')",
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));
alter table "users" alter column "plan" set default 'free';
alter table "users" alter column "plan" set not null;`,
      },
      {
        title: 'a column that the deploy drops behind it',
        given: 'CREATE TABLE users (id int, plan varchar(50) NOT NULL)',
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));
alter table "users" drop column "plan";`,
      },
      {
        title: 'NOT NULL that the deploy sets again behind it',
        given: 'CREATE TABLE users (id int, plan varchar(50) NOT NULL)',
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type text using ("plan"::text);
UPDATE users SET plan = 'free' WHERE plan IS NULL;
ALTER TABLE users ALTER COLUMN plan SET NOT NULL;`,
      },
      {
        title: 'a column that had neither',
        given: 'CREATE TABLE users (id int, plan varchar(50))',
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));`,
      },
      {
        title:
          'alter({ alterNullable: false }): that a NOT NULL column loses its default is told by drop-default',
        given: "CREATE TABLE users (id int, plan varchar(50) NOT NULL DEFAULT 'free')",
        up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));`,
      },
      {
        title: 'written by hand',
        given: "CREATE TABLE users (id int, plan varchar(50) DEFAULT 'free')",
        up: `ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;
ALTER TABLE users ALTER COLUMN plan TYPE varchar(100);`,
      },
      {
        title: 'NOT NULL dropped, with no change of type: that is meant',
        given: 'CREATE TABLE users (id int, plan varchar(50) NOT NULL)',
        up: 'alter table "users" alter column "plan" drop not null',
      },
    ],
  },

  checkOperation: {
    'change-column-type'({ table, column }, context) {
      const first = knexAlter.test(context.statement.text) ? firstOfAlter(table, column, context) : undefined
      if (first === undefined || context.isNewColumn(table, column)) return undefined
      const old = columnIn(first, table, column)
      const result = columnIn(context.replayedScript.after, table, column)
      if (old === undefined || result?.nullable !== true) return undefined
      const goal = context.goal && columnIn(context.goal, table, column)
      const end = columnAtEnd(table, column, context)
      if (end === 'gone') return undefined
      const isNullable = end?.nullable ?? true
      const losesNotNull = !old.nullable && isNullable && !wasNullable(goal) && !saysNullable(context)
      const losesDefault =
        old.default !== undefined &&
        result.default === undefined &&
        end?.default === undefined &&
        !hadNoDefault(goal)
      const lost = [
        ...(losesNotNull ? ['NOT NULL'] : []),
        ...(losesDefault ? [`DEFAULT ${old.default}`] : []),
      ]
      if (lost.length === 0) return undefined
      const name = `${table}.${column}`
      return {
        message: `${name} loses ${listWords(lost)}: alter() drops what it does not repeat.`,
        instead: repeating(losesNotNull, losesDefault),
        objects: [name],
        // NOT NULL alone is often dropped on purpose: nullable() before alter() sends the same.
        ...(lost.includes('NOT NULL') && lost.length === 1 ? { severity: 'warning' } : {}),
      }
    },
  },
}

function repeating(notNull: boolean, byDefault: boolean): string {
  const calls = [...(notNull ? ['notNullable()'] : []), ...(byDefault ? ['defaultTo(…)'] : [])]
  const repeat = `Repeat ${listWords(calls)} before alter()`
  return notNull ? `${repeat}. If NULL is to be allowed from now on, write nullable() there.` : `${repeat}.`
}

/** Before up, so that down only brings that back. */
function wasNullable(goal: Column | undefined): boolean {
  return goal?.nullable === true && goal.partial !== true
}

function hadNoDefault(goal: Column | undefined): boolean {
  return goal !== undefined && goal.partial !== true && goal.default === undefined
}

/** The schema before the statements that Knex sends in front of the change of type. */
function firstOfAlter(
  table: string,
  column: string,
  { replayedScript, statement, before }: OperationContext,
): OperationContext['before'] | undefined {
  const { steps } = replayedScript
  const isOfColumn = (operation: Operation): boolean =>
    (operation.kind === 'drop-default' || operation.kind === 'drop-not-null') &&
    sameObject(before, operation.table, table) &&
    operation.column === column
  let at = steps.findIndex(step => step.statement === statement)
  let dropsDefault = false
  for (let step = steps[at - 1]; step !== undefined && isOfColumn(step.operation); step = steps[--at - 1]) {
    dropsDefault ||= step.operation.kind === 'drop-default'
  }
  return dropsDefault ? steps[at]?.before : undefined
}

import type { Constraint, ObjectName } from '../operations/column.ts'
import { referencesTo } from '../schema/references.ts'
import type { Problem } from './finding.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const unloggedReference: Rule = {
  id: 'unlogged-reference',
  category: 'compatibility',
  severity: 'error',
  title: 'A foreign key of a logged table refers to an unlogged one.',
  why: `After a crash the unlogged table is empty, and every row of the other one would refer to nothing. PostgreSQL refuses the
statement, whether it makes the foreign key or changes one of the tables (error 42P16).`,
  instead: `Change the tables that refer to it first: all of them become unlogged, or none. On the way back to logged, the table that
is referred to comes first.`,
  appliesToNewTables: true,
  sources: ['measured: PostgreSQL 15 (42P16)'],
  examples: {
    flagged: [
      {
        title: 'SET UNLOGGED of a table that a logged one refers to',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int, user_id int REFERENCES users (id));`,
        up: 'ALTER TABLE users SET UNLOGGED',
        instead: { noSql: 'whether carts may be empty after a crash too, no SQL can say' },
      },
      {
        title: 'SET LOGGED before the table that it refers to',
        given: `CREATE UNLOGGED TABLE users (id int PRIMARY KEY);
CREATE UNLOGGED TABLE carts (id int, user_id int REFERENCES users (id));`,
        up: 'ALTER TABLE carts SET LOGGED',
        instead: 'ALTER TABLE users SET LOGGED; ALTER TABLE carts SET LOGGED',
      },
      {
        title: 'a new table',
        given: 'CREATE UNLOGGED TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int, user_id int REFERENCES users (id))',
        instead: { noSql: 'whether users has to be logged, no SQL can say' },
      },
    ],
    allowed: [
      {
        title: 'the table that refers to it is unlogged already',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE UNLOGGED TABLE carts (id int, user_id int REFERENCES users (id));`,
        up: 'ALTER TABLE users SET UNLOGGED',
      },
      {
        title: 'a table that refers to itself',
        given: 'CREATE TABLE users (id int PRIMARY KEY, boss int REFERENCES users (id))',
        up: 'ALTER TABLE users SET UNLOGGED',
      },
    ],
  },

  checkOperation: {
    'set-table-option': ({ table, option, value }, context) => {
      if (option !== 'logged') return undefined
      return value === 'true' ? madeLogged(table, context) : madeUnlogged(table, context)
    },
    'create-table': ({ table, constraints, temporary }, context) =>
      temporary ? undefined : refersToUnlogged(table, constraints, context),
    'add-column': ({ table, constraints }, context) => refersToUnlogged(table, constraints, context),
    'add-constraint': ({ table, constraint }, context) => refersToUnlogged(table, [constraint], context),
  },
}

function madeUnlogged(table: ObjectName, { before }: OperationContext): Problem | undefined {
  const logged = referencesTo(before, table)
    .filter(({ table: { name, options } }) => !isSet(options.unlogged) && !sameObject(before, name, table))
    .map(reference => reference.table.name)
  if (logged.length === 0) return undefined
  return {
    message: `${table} cannot become unlogged: the statement fails while ${listWords([...new Set(logged)])}, which refers to it, is logged.`,
    objects: [table],
  }
}

function madeLogged(table: ObjectName, context: OperationContext): Problem | undefined {
  const parents = unloggedAmong(table, [...(context.tableBefore(table)?.constraints ?? [])], context)
  if (parents.length === 0) return undefined
  return {
    message: `${table} cannot become logged: the statement fails while ${listWords(parents)}, which it refers to, is unlogged.`,
    objects: [table],
  }
}

function refersToUnlogged(
  table: ObjectName,
  constraints: readonly Constraint[],
  context: OperationContext,
): Problem | undefined {
  if (isSet(context.tableAfter(table)?.options.unlogged)) return undefined
  const parents = unloggedAmong(table, constraints, context)
  if (parents.length === 0) return undefined
  return {
    message: `${table} is logged and refers to ${listWords(parents)}, which is not: the statement fails.`,
    objects: [table],
  }
}

function unloggedAmong(
  table: ObjectName,
  constraints: readonly Constraint[],
  { before, tableBefore }: OperationContext,
): readonly ObjectName[] {
  const parents = constraints.flatMap(each => (each.type === 'foreign-key' ? [each.references.table] : []))
  return [...new Set(parents)].filter(
    parent => !sameObject(before, parent, table) && isSet(tableBefore(parent)?.options.unlogged),
  )
}

function isSet(option: string | undefined): boolean {
  return option === 'true'
}

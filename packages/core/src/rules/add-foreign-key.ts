import type { Constraint } from '../operations/column.ts'
import { blockedTables, scansUnderLock } from './blocked-table.ts'
import type { Problem } from './finding.ts'
import { listWords } from './list-words.ts'
import { notValid } from './not-valid.ts'
import type { OperationContext, Rule } from './rule.ts'

export const addForeignKey: Rule = {
  id: 'add-foreign-key',
  category: 'locking',
  severity: 'warning',
  title: 'Adding a foreign key checks every row while writers wait.',
  why: `PostgreSQL locks both tables against writes until every row has been looked up. MySQL and MariaDB copy the whole
table. A row without a parent stops the statement at the end of all that.`,
  instead: `In PostgreSQL, add it NOT VALID, and VALIDATE CONSTRAINT in another migration, which lets writes go on. In
MySQL, look for rows without a parent first, and add it at a quiet time or with an online schema change tool.`,
  sources: ['PostgreSQL manual, ALTER TABLE, NOT VALID', 'measured: PostgreSQL 15, MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'between two tables with rows',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'MySQL copies the table',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: {
          noSql: 'with checks on InnoDB always copies; an online schema change tool does it without',
        },
      },
    ],
    allowed: [
      {
        title: 'NOT VALID',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, user_id int)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
      },
      {
        title: 'a table that is new in the same deploy',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE carts (id int, user_id int);
ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
    ],
  },

  checkOperation: {
    'add-constraint': (operation, context) =>
      checked([operation.constraint], context, notValid(operation, context)),
    // Without a default the column is empty: nothing is looked up, and the lock is short.
    'add-column': ({ constraints }, context) =>
      scansUnderLock(context.effects) ? checked(constraints, context, {}) : undefined,
  },
}

function checked(
  constraints: readonly Constraint[],
  { effects, step, traits }: OperationContext,
  suggestion: Pick<Problem, 'suggestion'>,
): Problem | undefined {
  const foreignKey = constraints.find(constraint => constraint.type === 'foreign-key')
  // Where one writes at a time anyway, Knex's way to add it is told as what it does to the rows.
  if (foreignKey === undefined || foreignKey.notValid === true || traits.embedded === true) return undefined
  const blocked = blockedTables(effects)
  if (blocked.length === 0) return undefined
  const table = 'table' in step.operation ? (step.operation.table ?? '') : ''
  return {
    message: `The foreign key from ${table} to ${foreignKey.references.table} is checked row by row while nobody can write to ${listWords(blocked)}.`,
    instead:
      traits.laterValidation === true
        ? 'Add it NOT VALID, and VALIDATE CONSTRAINT in another migration, which lets writes go on.'
        : 'Look for rows without a parent first, and add it at a quiet time or with an online schema change tool.',
    objects: [table],
    ...suggestion,
  }
}

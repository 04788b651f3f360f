import type { ObjectName } from '../operations/column.ts'
import { findTable, primaryKeyOf, sameName } from '../schema/lookup.ts'
import { sameObject } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'
import { inTransactionAt } from './transaction-state.ts'

export const pkChange: Rule = {
  id: 'pk-change',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A primary key is dropped in one statement and added in another.',
  why: `Each one commits by itself and writes the whole table again. If a NULL or a duplicate stops the second, the table is
left without a primary key, and rows in between may be added twice.`,
  instead: 'Do both in one ALTER TABLE: it is done whole or not at all, and the table is written once.',
  sources: ['MySQL 8.4 manual, Online DDL Operations, Primary Key Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'two statements',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY; ALTER TABLE users ADD PRIMARY KEY (email)',
        instead: ['ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email)'],
      },
      {
        title: 'PostgreSQL, outside a transaction',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email text NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (email)',
        transaction: 'none',
        instead: [
          {
            up: 'BEGIN; ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (email); COMMIT',
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'one statement',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email)',
      },
      {
        title: 'a transaction holds both together',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email text NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (email)',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'({ table, name, type }, context) {
      const { before, statement, replayedScript } = context
      const known = findTable(before, table)
      const key = known && primaryKeyOf(known)
      const isKey =
        type === 'primary-key' ||
        (key !== undefined && name !== undefined && sameName(key.name, name, before.semantics))
      if (!isKey || inOneTransaction(context)) return undefined
      const added = replayedScript.steps.find(
        step =>
          step.operation.kind === 'add-constraint' &&
          step.operation.constraint.type === 'primary-key' &&
          sameObject(before, step.operation.table, table),
      )
      if (added === undefined || added.statement === statement) return undefined
      return {
        message: `${table} has no primary key until the statement in line ${added.statement.location.line} is done, and none after it if that one fails.`,
        instead: context.traits.transactionalDdl
          ? `Let one transaction hold both: BEGIN before this statement, COMMIT behind line ${added.statement.location.line}.`
          : `Write one statement: ${combined(table, added.operation, context)}.`,
        objects: [table],
      }
    },
  },
}

function inOneTransaction({ traits, script, replayedScript: { steps }, step }: OperationContext): boolean {
  return traits.transactionalDdl && inTransactionAt(script, steps, steps.indexOf(step))
}

function combined(
  table: ObjectName,
  operation: OperationContext['step']['operation'],
  { traits }: OperationContext,
): string {
  const columns =
    operation.kind === 'add-constraint' && operation.constraint.type === 'primary-key'
      ? operation.constraint.columns.map(column => traits.quote(column)).join(', ')
      : ''
  return `ALTER TABLE ${sqlName(table, traits)} DROP PRIMARY KEY, ADD PRIMARY KEY (${columns})`
}

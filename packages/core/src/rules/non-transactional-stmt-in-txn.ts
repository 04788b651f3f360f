import type { ObjectType } from '../operations/object-type.ts'
import type { Operation } from '../operations/operation.ts'
import type { Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

export const nonTransactionalStmtInTxn: Rule = {
  id: 'non-transactional-stmt-in-txn',
  category: 'transaction',
  severity: 'error',
  title: 'This statement does not run inside a transaction.',
  why: `VACUUM, ALTER SYSTEM, REINDEX of a schema or database, CLUSTER of all tables, CREATE SUBSCRIPTION with its slot, and
what creates, drops or moves a database or tablespace are refused inside a transaction: the migration fails.`,
  instead: 'Run it outside the migrations, or in one that the tool does not wrap in a transaction.',
  sources: [
    'PostgreSQL manual, VACUUM; CREATE DATABASE; ALTER SYSTEM; REINDEX; CLUSTER; CREATE SUBSCRIPTION',
    'measured: PostgreSQL 15 (error 25001), SQLite 3.40',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'VACUUM', given: 'CREATE TABLE users (id int)', up: 'VACUUM users' },
      { title: 'VACUUM in SQLite', dialect: 'sqlite', up: 'VACUUM' },
      { title: 'a setting of the server', up: "ALTER SYSTEM SET work_mem = '64MB'" },
      { title: 'REINDEX of a schema', up: 'REINDEX SCHEMA public' },
      { title: 'CLUSTER of all tables', up: 'CLUSTER' },
      {
        title: 'a subscription that makes its slot',
        up: "CREATE SUBSCRIPTION orders CONNECTION 'host=primary' PUBLICATION orders",
      },
      { title: 'a database that moves', up: 'ALTER DATABASE shop SET TABLESPACE fast' },
    ],
    allowed: [
      {
        title: 'outside a transaction',
        given: 'CREATE TABLE users (id int)',
        up: 'VACUUM users',
        transaction: 'none',
      },
      {
        title: 'CLUSTER of one table',
        given: 'CREATE TABLE users (id int)',
        up: 'CLUSTER users USING by_id',
      },
      {
        title: 'a subscription whose slot is there',
        up: "CREATE SUBSCRIPTION orders CONNECTION 'host=primary' PUBLICATION orders WITH (create_slot = false)",
      },
      { title: 'a setting of one database', up: "ALTER DATABASE shop SET work_mem = '64MB'" },
      { title: 'ANALYZE may', given: 'CREATE TABLE users (id int)', up: 'ANALYZE users' },
    ],
  },

  checkAnyOperation(operation, { script, statement, replayedScript, step, traits }) {
    if (!traits.transactionalDdl) return undefined
    const what = traits.altersByRebuild === true ? vacuum(operation) : refusedStatement(operation)
    if (what === undefined) return undefined
    const { steps } = replayedScript
    const state = transactionAt(script, steps, steps.indexOf(step))
    if (state === 'none') return undefined
    return {
      message: `${what} fails inside a transaction.`,
      ...(state === 'runner' && {
        suggestion: {
          title: 'The same in a migration of its own that runs outside a transaction',
          sql: statement.text,
          outsideTransaction: true,
        },
      }),
    }
  },
}

function refusedStatement(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'maintain':
      return operation.action === 'cluster' && operation.table === undefined
        ? 'CLUSTER without a table'
        : vacuum(operation)
    case 'reindex': {
      const isOfMany = operation.target !== 'index' && operation.target !== 'table'
      // A concurrent one is refused whatever it names, and told by a rule of its own.
      return isOfMany && !operation.concurrently ? `REINDEX ${operation.target.toUpperCase()}` : undefined
    }
    case 'set-variable':
      return operation.scope === 'global' ? 'ALTER SYSTEM' : undefined
    case 'create-object':
      if (operation.objectType === 'subscription') {
        return makesSlot(operation.definition) ? 'CREATE SUBSCRIPTION with its slot' : undefined
      }
      return isOfCluster(operation.objectType) ? `CREATE ${operation.objectType.toUpperCase()}` : undefined
    case 'drop-object':
      return isOfCluster(operation.objectType) ? `DROP ${operation.objectType.toUpperCase()}` : undefined
    case 'alter-object':
      return operation.objectType === 'database' && operation.change.startsWith('tablespace ')
        ? 'ALTER DATABASE SET TABLESPACE'
        : undefined
    default:
      return undefined
  }
}

function vacuum(operation: Operation): string | undefined {
  return operation.kind === 'maintain' && operation.action.startsWith('vacuum')
    ? operation.action.toUpperCase()
    : undefined
}

function isOfCluster(type: ObjectType): boolean {
  return type === 'database' || type === 'tablespace'
}

function makesSlot(definition: string): boolean {
  return !/\b(?:connect|create_slot)\s*=\s*'?(?:false|off|0)/i.test(definition)
}

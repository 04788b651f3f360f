import type { Effect } from '../dialects/dialect.ts'
import { operationsOfStatement } from '../schema/find-steps.ts'
import type { Rule } from './rule.ts'

export const mysqlInplaceRebuild: Rule = {
  id: 'mysql-inplace-rebuild',
  category: 'locking',
  severity: 'info',
  optIn: true,
  title: 'The server builds the whole table anew, while reads and writes go on.',
  why: `ALGORITHM=INPLACE with a rebuild blocks nobody for long, but it reads and writes every row, needs the disk space a
second time, and a replica begins with it only when the source has finished.`,
  instead: `Run it at a quiet time, or with an online schema change tool (gh-ost, pt-online-schema-change) that can be slowed
down. Newer servers do many of these changes with ALGORITHM=INSTANT.`,
  sources: ['MySQL 8.0 manual, Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'NOT NULL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, plan varchar(20))',
        up: 'ALTER TABLE users MODIFY plan varchar(20) NOT NULL',
        instead: { noSql: 'the server has no other way to NOT NULL' },
      },
      {
        title: 'a column that is not the last, before 8.0.29',
        dialect: 'mysql',
        dbVersion: '8.0.28',
        given: 'CREATE TABLE users (id bigint, plan varchar(20))',
        up: 'ALTER TABLE users ADD COLUMN age int AFTER id',
        instead: 'ALTER TABLE users ADD COLUMN age int',
      },
    ],
    allowed: [
      {
        title: 'the same today',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, plan varchar(20))',
        up: 'ALTER TABLE users ADD COLUMN age int AFTER id',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (plan varchar(20)); ALTER TABLE users MODIFY plan varchar(20) NOT NULL',
      },
    ],
  },

  checkAnyOperation(operation, { effects, statement, replayedScript, traits, before, isMade }) {
    const operations = operationsOfStatement(replayedScript.steps, statement)
    const together = operations.length > 1 ? traits.combinedEffects?.(operations, before) : undefined
    const rebuilt = (together?.filter(effect => !isMade(effect.table)) ?? effects).find(isOnlineRebuild)
    // One statement rebuilds once, however many of its clauses ask for it.
    if (rebuilt === undefined || operations[0] !== operation) return undefined
    return {
      message: `${rebuilt.table} is built anew, every row of it, while reads and writes go on.`,
      objects: [rebuilt.table],
    }
  },
}

function isOnlineRebuild({ algorithm, rewrite, lockClause }: Effect): boolean {
  return algorithm === 'INPLACE' && rewrite === true && lockClause === 'NONE'
}

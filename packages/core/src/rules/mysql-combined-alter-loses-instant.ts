import { operationsOfStatement } from '../schema/find-steps.ts'
import type { Rule } from './rule.ts'

export const mysqlCombinedAlterLosesInstant: Rule = {
  id: 'mysql-combined-alter-loses-instant',
  category: 'locking',
  severity: 'warning',
  title: 'Changes that are quick alone rebuild the whole table in one ALTER TABLE.',
  why: `All clauses of a statement use one algorithm. ADD COLUMN is INSTANT, and an index is built beside the rows; together
they make the server write every row of the table anew.`,
  instead:
    'Write a statement for each, in a migration of its own, with ALGORITHM=INSTANT where you count on it, so that it fails instead of rebuilding.',
  sources: ['MySQL 8.0 manual, Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a column and its index',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
        instead: [
          'ALTER TABLE users ADD COLUMN plan int, ALGORITHM=INSTANT',
          'ALTER TABLE users ADD INDEX users_plan (plan), ALGORITHM=INPLACE, LOCK=NONE',
        ],
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
        instead: [
          'ALTER TABLE users ADD COLUMN plan int, ALGORITHM=INSTANT',
          'ALTER TABLE users ADD INDEX users_plan (plan), ALGORITHM=INPLACE, LOCK=NONE',
        ],
      },
    ],
    allowed: [
      {
        title: 'one after the other',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int; ALTER TABLE users ADD INDEX users_plan (plan)',
      },
      {
        title: 'two changes that are both instant',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD COLUMN age int',
      },
      {
        title: 'MyISAM, which copies the table for either',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint) ENGINE = MyISAM',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
      },
      {
        title: 'one of them rebuilds the table anyway',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint, ADD COLUMN age int',
      },
    ],
  },

  checkAnyOperation(operation, { statement, replayedScript, traits, before, isMade }) {
    const operations = operationsOfStatement(replayedScript.steps, statement)
    if (operations.length < 2 || operations[0] !== operation) return undefined
    const rebuilt = traits.combinedEffects?.(operations, before).find(effect => effect.rewrite === true)
    if (rebuilt === undefined || isMade(rebuilt.table)) return undefined
    const alone = operations.flatMap(each => traits.effectsOf(each, before))
    // Not known is not quick.
    if (alone.some(effect => effect.rewrite !== false)) return undefined
    return {
      message: `Together these changes write every row of ${rebuilt.table} again, which none of them does alone.`,
      objects: [rebuilt.table],
    }
  },
}

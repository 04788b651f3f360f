import { operationsOfStatement } from '../schema/find-steps.ts'
import type { Rule } from './rule.ts'

export const noExplicitAlgorithmLock: Rule = {
  id: 'no-explicit-algorithm-lock',
  category: 'locking',
  severity: 'info',
  optIn: true,
  title: 'An ALTER TABLE does not say how much it may block.',
  why: `Without a clause the server takes the best way that it has: another version, a FULLTEXT index or one more change in the
statement, and it quietly copies the table. With a clause it fails instead, before anybody waits.`,
  instead: `Say what you count on: ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE.`,
  sources: [
    'MySQL 8.4 manual, InnoDB and Online DDL',
    'MariaDB manual, InnoDB Online DDL Overview',
    'measured: MariaDB 10.11, errors 1845 and 1846',
  ],
  examples: {
    flagged: [
      {
        title: 'a column that is added instantly',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int',
      },
      {
        title: 'an index',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD INDEX by_id (id)',
      },
    ],
    allowed: [
      {
        title: 'it says so',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT',
      },
      {
        title: 'a copy, which another rule tells',
        dialect: 'mysql',
        given: 'CREATE TABLE users (visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
    ],
  },

  checkAnyOperation(operation, { before, effects, isNew, statement, replayedScript, traits }) {
    const { text } = statement
    const operations = operationsOfStatement(replayedScript.steps, statement)
    if (operations[0] !== operation || !/^\s*alter\s+table\b/i.test(text)) return undefined
    if (/\b(?:algorithm|lock)\s*=?\s*\w+/i.test(text)) return undefined
    const together = operations.length > 1 ? traits.combinedEffects?.(operations, before) : undefined
    const effect = (together?.filter(({ table }) => !isNew(table)) ?? effects).find(
      ({ algorithm, lockClause }) => algorithm !== undefined && algorithm !== null && lockClause === 'NONE',
    )
    if (effect === undefined) return undefined
    // LOCK=NONE and ALGORITHM=INSTANT exclude each other in MySQL (manual, InnoDB and Online DDL).
    const clause = effect.algorithm === 'INSTANT' ? 'ALGORITHM=INSTANT' : 'ALGORITHM=INPLACE, LOCK=NONE'
    return {
      message: `Say ${clause}: then the server refuses what would block ${effect.table}, instead of doing it.`,
      objects: [effect.table],
      suggestion: { title: 'Let it fail rather than block', sql: `${text.trimEnd()}, ${clause}` },
    }
  },
}

import { earlierStepsOf } from '../schema/find-steps.ts'
import { limitedFirst } from './advice/limited-first.ts'
import type { Rule } from './rule.ts'

export const missingStatementTimeout: Rule = {
  id: 'missing-statement-timeout',
  category: 'locking',
  severity: 'info',
  optIn: true,
  title: 'A long statement under a lock has no limit on its time.',
  why: `It reads or writes every row while others wait, and on a table that is larger than anybody thought it does so for
hours. statement_timeout ends it, and the lock with it.`,
  instead: `SET statement_timeout = '5min' before it, or as long as others can wait. Not for CREATE INDEX CONCURRENTLY, which
leaves a broken index behind when it is stopped.`,
  sources: ['PostgreSQL manual, Client Connection Defaults, statement_timeout'],
  examples: {
    flagged: [
      {
        title: 'every row is read while others wait',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17)',
      },
    ],
    allowed: [
      {
        title: 'a limit before it',
        given: 'CREATE TABLE users (id int, age int)',
        up: "SET statement_timeout = '5min'; ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17)",
      },
      {
        title: 'a build that others do not wait for',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'CREATE INDEX CONCURRENTLY by_age ON users (age)',
        transaction: 'none',
      },
      {
        title: 'a statement that is done at once',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int',
      },
    ],
  },

  checkAnyOperation(operation, context) {
    const { effects, replayedScript, statement, step, traits } = context
    // MySQL limits SELECT only (max_execution_time).
    if (traits.laterValidation !== true || statement.operations[0] !== operation) return undefined
    const long = effects.find(
      ({ scan, rewrite, blocksWrites }) => (scan === true || rewrite === true) && blocksWrites === true,
    )
    if (long === undefined) return undefined
    const last = earlierStepsOf(replayedScript.steps, step, 'set-variable').findLast(
      each => each.operation.name === 'statement_timeout',
    )?.operation
    const isLimited = last?.value !== undefined && !/^'?(?:0\w*|default)'?$/i.test(last.value.trim())
    return isLimited
      ? undefined
      : {
          message: `This may keep others from ${long.table} for as long as it takes.`,
          objects: [long.table],
          ...limitedFirst(traits.limits?.statement, context),
        }
  },
}

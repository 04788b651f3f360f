import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Step } from '../schema/replay.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inSameTransaction } from './scripts/transaction-state.ts'

export const multiStrongLockOneTxn: Rule = {
  id: 'multi-strong-lock-one-txn',
  category: 'locking',
  severity: 'warning',
  optIn: true,
  title: 'One transaction locks several tables against everybody.',
  why: `The first table stays locked while the transaction waits for the second one. A query that takes the two in the other
order makes a deadlock, and PostgreSQL cancels one of them.`,
  instead: 'Change each table in a migration, and so a transaction, of its own.',
  sources: ['PostgreSQL manual, Explicit Locking, Deadlocks'],
  examples: {
    flagged: [
      {
        title: 'two tables',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE users ADD COLUMN plan text; ALTER TABLE carts ADD COLUMN plan text',
        instead: ['ALTER TABLE users ADD COLUMN plan text', 'ALTER TABLE carts ADD COLUMN plan text'],
      },
    ],
    allowed: [
      {
        title: 'one table',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ADD COLUMN age int',
      },
      {
        title: 'each statement in a transaction of its own',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE users ADD COLUMN plan text; ALTER TABLE carts ADD COLUMN plan text',
        transaction: 'none',
      },
      {
        title: 'the second table is new',
        given: 'CREATE TABLE users (id int)',
        up: `CREATE TABLE carts (id int);
ALTER TABLE users ADD COLUMN plan text;
ALTER TABLE carts ADD COLUMN plan text;`,
      },
    ],
  },

  checkAnyOperation(_operation, context) {
    const { script, replayedScript, step, before, effects } = context
    const { steps } = replayedScript
    const locked = effects.find(effect => effect.blocksReads === true)?.table
    if (locked === undefined) return undefined
    const running = inSameTransaction(script, steps, step)
    const earlier = running.earlier.flatMap(each => lockedBy(each, context))
    const other = earlier.find(table => !sameObject(before, table, locked))
    if (other === undefined || earlier.some(table => sameObject(before, table, locked))) return undefined
    return {
      message: `${other} stays locked while this waits for ${locked}, and both until the transaction ends.`,
      objects: [locked],
    }
  },
}

function lockedBy(step: Step, { traits }: OperationContext): readonly string[] {
  const { before, newTables } = step
  return effectsOfStep(step, traits)
    .filter(effect => effect.blocksReads === true && !newTables.has(before.semantics.objectKey(effect.table)))
    .map(effect => effect.table)
}

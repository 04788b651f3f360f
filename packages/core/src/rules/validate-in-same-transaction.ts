import { sameObject } from './known-columns.ts'
import type { Rule } from './rule.ts'
import { inSameTransaction } from './transaction-state.ts'

export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  category: 'locking',
  severity: 'warning',
  title: 'A constraint is added NOT VALID and validated in one transaction.',
  why: `The strong lock of ADD CONSTRAINT is kept until the transaction ends, so that it is held while VALIDATE reads the
table. That is what NOT VALID was meant to avoid.`,
  instead: 'Validate it in a migration of its own.',
  sources: ['PostgreSQL manual, ALTER TABLE, Notes'],
  examples: {
    flagged: [
      {
        title: 'in one migration',
        given: 'CREATE TABLE users (id int, age int)',
        up: `ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT adult;`,
        instead: [
          'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID',
          'ALTER TABLE users VALIDATE CONSTRAINT adult',
        ],
      },
    ],
    allowed: [
      {
        title: 'in a later migration',
        given:
          'CREATE TABLE users (id int, age int); ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID',
        up: 'ALTER TABLE users VALIDATE CONSTRAINT adult',
      },
    ],
  },

  checkOperation: {
    'validate-constraint'({ table, name }, { script, replayedScript, step, before }) {
      const { steps } = replayedScript
      const { earlier } = inSameTransaction(script, steps, step)
      const addedHere = earlier.some(
        ({ operation }) =>
          operation.kind === 'add-constraint' &&
          sameObject(before, operation.table, table) &&
          operation.constraint.name === name,
      )
      if (!addedHere) return undefined
      return {
        message: `${name} is validated while the lock of adding it is still held on ${table}.`,
        objects: [table],
      }
    },
  },
}

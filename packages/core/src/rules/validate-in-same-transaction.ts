import type { ObjectName } from '../operations/column.ts'
import { isBefore } from '../schema/find-steps.ts'
import { findConstraint } from '../schema/lookup.ts'
import { constraintGoneInDeploy } from './deploy/constraint-in-deploy.ts'
import { lockHeldByBatch, lockInWords } from './deploy/held-lock.ts'
import { inPlace, laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inSameTransaction } from './scripts/transaction-state.ts'

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
      {
        title: 'in two migrations that the tool runs in one transaction, as Knex and Drizzle do',
        given: 'CREATE TABLE users (id int, age int)',
        after: {
          up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID',
          transaction: 'batch',
        },
        up: 'ALTER TABLE users VALIDATE CONSTRAINT adult',
        transaction: 'batch',
        instead: { noSql: 'the same in a deploy of its own' },
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
    'validate-constraint'({ table, name }, context) {
      const { script, replayedScript, step, before } = context
      const { steps } = replayedScript
      const { earlier } = inSameTransaction(script, steps, step)
      const addedHere = earlier.some(
        ({ operation }) =>
          operation.kind === 'add-constraint' &&
          sameObject(before, operation.table, table) &&
          operation.constraint.name === name,
      )
      const held = addedHere ? undefined : lockHeldByBatch(table, context)
      if (!addedHere && held === undefined) return undefined
      const lock = held === undefined ? 'adding it' : lockInWords(held.step, held.migration.name)
      return {
        message: `${name} is validated while the lock of ${lock} is still held on ${table}.`,
        ...otherwise(table, name, context),
        objects: [table],
      }
    },
  },
}

function otherwise(table: ObjectName, name: string, context: OperationContext): { instead?: string } {
  const { script, before, deploySteps, tableBefore } = context
  const known = tableBefore(table)
  const constraint = known && findConstraint(known, name, before.semantics)
  const gone = constraint && constraintGoneInDeploy(table, constraint, name, context)
  // SET NOT NULL reads no row behind such a CHECK that is valid.
  const isRead =
    gone !== undefined &&
    laterInDeploy(table, context, 'set-not-null').some(each => isBefore(deploySteps, each, gone))
  if (gone !== undefined && !isRead)
    return {
      instead: `Leave it out, unless the deploy itself needs it validated: ${inPlace(gone, context)} takes ${name} away again.`,
    }
  if (script.transaction !== 'batch') return {}
  const later =
    gone === undefined
      ? ''
      : `, and move SET NOT NULL and ${placeWithFile(gone, context)}, which takes ${name} away again, to one behind that`
  return {
    instead: `All pending migrations run in one transaction here: validate it in a deploy of its own${later}.`,
  }
}

import type { Operation } from '../operations/operation.ts'
import { leaveBothOut } from './advice/leave-both-out.ts'
import { lockLasts } from './advice/lock-lasts.ts'
import { notValid } from './advice/not-valid.ts'
import { constraintGoneInDeploy } from './deploy/constraint-in-deploy.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import type { Rule } from './rule.ts'
import { blockedTables, scansUnderLock, waiting } from './scripts/blocked-table.ts'
import { nextTransaction } from './scripts/next-transaction.ts'

export const addCheck: Rule = {
  id: 'add-check',
  category: 'locking',
  severity: 'warning',
  title: 'Adding a CHECK reads every row while others wait.',
  why: `PostgreSQL lets nobody read or write the table until every row has been checked. MySQL and MariaDB copy it and
let nobody write. A row that breaks the check stops the statement.`,
  instead: `In PostgreSQL, add it NOT VALID, and VALIDATE CONSTRAINT in another migration. In MySQL and MariaDB, look for rows that
break it first, and add it at a quiet time.`,
  sources: ['PostgreSQL manual, ALTER TABLE, NOT VALID', 'measured: PostgreSQL 12 to 18, MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
      },
      {
        title: 'two in one statement',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18), ADD CONSTRAINT alive CHECK (age < 150)',
      },
      {
        title: 'all pending migrations run in one transaction',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
        transaction: 'batch',
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
        instead: {
          noSql:
            'MariaDB and MySQL have no check without a look at the rows; an online schema change tool makes it',
        },
      },
    ],
    allowed: [
      {
        title: 'NOT VALID',
        given: 'CREATE TABLE users (id int, age int)',
        up: 'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int, age int); ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
      },
    ],
  },

  checkOperation: {
    'add-constraint'(operation, context) {
      const { table, constraint } = operation
      if (constraint.type !== 'check' || constraint.notValid === true || constraint.notEnforced === true)
        return undefined
      const { effects } = context
      if (!scansUnderLock(effects) && blockedTables(effects).length === 0) return undefined
      const gone = constraintGoneInDeploy(table, constraint, constraint.name, context)
      const message = `Every row of ${table} is checked, and ${waiting(effects)} get through meanwhile.`
      if (gone !== undefined) {
        const where = inPlace(gone, context)
        // Without the CHECK, a DROP of its name stops the migration.
        const instead =
          gone.operation.kind === 'drop-constraint'
            ? leaveBothOut(
                `this and the DROP of ${constraint.name}`,
                [gone],
                'the deploy itself needs it in between',
                context,
              )
            : `Leave it out, unless the deploy itself needs it: ${where} takes it away again.`
        return { message, instead, objects: [table] }
      }
      return {
        message,
        instead:
          context.traits.laterValidation === true
            ? `Add ${isOneOf(context.statement.operations) ? 'it' : 'them'} NOT VALID, and VALIDATE CONSTRAINT in ${nextTransaction(context)}, which lets others go on.${lockLasts(table, context)}`
            : 'Look for rows that break it first, and add it at a quiet time.',
        objects: [table],
        ...notValid(operation, context),
      }
    },
  },
}

function isOneOf(operations: readonly Operation[]): boolean {
  const checks = operations.filter(each => each.kind === 'add-constraint' && each.constraint.type === 'check')
  return checks.length < 2
}

import type { Constraint } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { type AddColumn, addedPlain, restOfColumn } from './advice/added-in-steps.ts'
import { lockLasts } from './advice/lock-lasts.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { scansUnderLock, waiting } from './scripts/blocked-table.ts'
import { nextTransaction } from './scripts/next-transaction.ts'
import { listWords } from './wording/list-words.ts'

export const addColumnCheckInline: Rule = {
  id: 'add-column-check-inline',
  category: 'locking',
  severity: 'warning',
  title: 'A new column with CHECK reads the whole table while others wait.',
  why: `ADD COLUMN alone takes no time. With a CHECK behind it, PostgreSQL tests every row under the strongest lock, although
the value is the same in all of them.`,
  instead: `Add the plain column, then the CHECK as a constraint NOT VALID, and VALIDATE CONSTRAINT in another migration.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'CHECK behind the column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int CHECK (age >= 18)',
      },
      {
        title: 'a CHECK beside a foreign key',
        given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN team_id int REFERENCES teams ON UPDATE CASCADE CHECK (team_id > 0)',
      },
      {
        title: 'two of them in one statement, which reads the rows once',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN age int CHECK (age >= 18), ADD COLUMN name text,
  ADD COLUMN IF NOT EXISTS plan text CHECK (plan <> '')`,
      },
      {
        title: 'where all pending migrations run in one transaction, as Knex and Drizzle do',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int CHECK (age >= 18)',
        transaction: 'batch',
      },
    ],
    allowed: [
      {
        title: 'the column first, the check NOT VALID',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN age int;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;`,
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN age int CHECK (age >= 18)',
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, context) {
      const { effects, traits, statement, before } = context
      const { table } = operation
      if (traits.laterValidation !== true || checkOf(operation) === undefined) return undefined
      if (!scansUnderLock(effects)) return undefined
      // The rows are read once for all that the statement adds.
      const isTested = (each: Operation): each is AddColumn =>
        each.kind === 'add-column' && sameObject(before, each.table, table) && checkOf(each) !== undefined
      const tested = statement.operations.filter(isTested)
      if (tested[0] !== operation) return undefined
      const names = tested.map(({ column }) => column.name)
      return {
        message: `Every row of ${table} is tested for the CHECK of ${listWords(names)}, and ${waiting(effects)} get through meanwhile.`,
        ...inSteps(table, context),
        objects: names.map(name => `${table}.${name}`),
        ...(leftOut(tested, context) ?? suggestionFor(tested, context)),
      }
    },
  },
}

function inSteps(table: string, context: OperationContext): Pick<Problem, 'instead'> {
  const isBatch = context.script.transaction === 'batch'
  const lasts = lockLasts(table, context)
  if (!isBatch && lasts === '') return {}
  const why = isBatch ? ': all pending migrations run in one transaction here' : ''
  return {
    instead: `Add the plain column, then the CHECK as a constraint NOT VALID, and VALIDATE CONSTRAINT in ${nextTransaction(context)}${why}.${lasts}`,
  }
}

/** What the deploy takes away again need not be added. */
function leftOut(
  tested: readonly AddColumn[],
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  const drops = tested.map(({ table, column }) => lastNameOf(table, column.name, context)?.gone)
  const last = drops.at(-1)
  if (last === undefined || drops.includes(undefined)) return undefined
  const what = last.operation.kind === 'drop-table' ? 'the table' : drops.length === 1 ? 'it' : 'them'
  const each = drops.length === 1 ? 'the column' : 'the columns'
  return {
    instead: `Leave ${each} out, unless the deploy itself needs ${drops.length === 1 ? 'it' : 'them'}: ${inPlace(last, context)} drops ${what} again.`,
  }
}

function checkOf({ constraints }: AddColumn): Extract<Constraint, { type: 'check' }> | undefined {
  return constraints.find(constraint => constraint.type === 'check')
}

/** The columns without their checks, along with all else that the statement does, then each check. */
function suggestionFor(tested: readonly AddColumn[], context: OperationContext): Pick<Problem, 'suggestion'> {
  const sql = addedPlain(tested, ({ column }) => column, context.statement, context.traits)
  const later = tested.map(each => restOfColumn(each, { isRequired: false }, context))
  if (sql === undefined || !later.every(steps => steps !== undefined)) return {}
  return {
    suggestion: {
      title: 'Add the plain column, then the CHECK without looking at the rows, and validate it last',
      sql,
      later: later.flat(),
    },
  }
}

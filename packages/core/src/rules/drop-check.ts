import type { Constraint, ObjectName } from '../operations/column.ts'
import { placeOf, stepsOn } from '../schema/find-steps.ts'
import { findConstraint, findEnum, findTable } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { isWholeIn } from './checks/check-before.ts'
import { isImplied } from './checks/check-implied.ts'
import { type Narrowing, narrowings } from './checks/check-narrowed.ts'
import { laterInDeploy, nameAtEnd, placeWithFile } from './deploy/later-in-deploy.ts'
import { isUnknownName } from './deploy/unknown-name.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { columnsRead, droppedGuard, isUnknownGuard } from './objects/dropped-guard.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { shortened } from './wording/shortened.ts'

export const dropCheck: Rule = {
  id: 'drop-check',
  category: 'compatibility',
  severity: 'info',
  title: 'Nothing keeps wrong values out of a column any more.',
  why: 'Readers get values that they never had to expect. Once there are such rows, the CHECK cannot come back.',
  instead:
    'Add the CHECK that takes its place in the same script, NOT VALID in PostgreSQL, or let the code check before it goes.',
  examples: {
    flagged: [
      {
        title: 'DROP CONSTRAINT',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT adult CHECK (age >= 18))',
        up: 'ALTER TABLE users DROP CONSTRAINT adult',
        instead: `ALTER TABLE users ADD CONSTRAINT grown_up CHECK (age >= 16) NOT VALID;
ALTER TABLE users DROP CONSTRAINT adult;`,
      },
      {
        title: 'a constraint that no migration makes',
        up: 'ALTER TABLE users DROP CONSTRAINT users_rule',
        instead: { noSql: 'what it was is in the database alone' },
      },
      {
        title: 'one of two on a column',
        given: `CREATE TABLE users (id int, plan text, CONSTRAINT plans CHECK (plan IN ('free', 'paid')),
  CONSTRAINT plans_of_old CHECK (plan IN ('free', 'trial')));`,
        up: 'ALTER TABLE users DROP CONSTRAINT plans_of_old',
        instead: { noSql: 'the one that stays is enough, or the drop is left out' },
      },
    ],
    allowed: [
      {
        title: "knex's name of a foreign key, which drop-fk tells of",
        up: 'ALTER TABLE users DROP CONSTRAINT users_team_foreign',
      },
      {
        title: 'another one on the column stays, which takes no more',
        given: `CREATE TABLE users (id int, plan text, CONSTRAINT plans CHECK (plan IN ('free', 'paid')),
  CONSTRAINT plans_of_old CHECK (plan IN ('free', 'paid', 'trial')));`,
        up: 'ALTER TABLE users DROP CONSTRAINT plans_of_old',
      },
      {
        title: 'its column goes in the same statement, of a table that no migration makes',
        up: 'ALTER TABLE jobs DROP COLUMN IF EXISTS state, DROP CONSTRAINT IF EXISTS jobs_state_check',
      },
      {
        title: 'the column becomes an enum',
        given:
          "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::state;`,
      },
      {
        title: 'the column refers to a table of the values',
        given: `CREATE TABLE states (name text PRIMARY KEY);
CREATE TABLE jobs (id int, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))`,
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ADD CONSTRAINT jobs_state_fkey FOREIGN KEY (state) REFERENCES states (name) NOT VALID;`,
      },
      {
        title: 'a wider one takes its place',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT adult CHECK (age >= 18))',
        up: `ALTER TABLE users DROP CONSTRAINT adult;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 16) NOT VALID;`,
      },
      {
        title: 'it has done its work: the column is NOT NULL',
        given: `CREATE TABLE users (id int, age int);
ALTER TABLE users ADD CONSTRAINT has_age CHECK (age IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT has_age;`,
        up: 'ALTER TABLE users ALTER age SET NOT NULL; ALTER TABLE users DROP CONSTRAINT has_age',
      },
      {
        title: 'one of two columns must have a value, and one of them becomes NOT NULL',
        given:
          'CREATE TABLE notes (user_id int, cart_id int, CONSTRAINT has_one CHECK (num_nonnulls(user_id, cart_id) = 1))',
        up: `ALTER TABLE notes DROP CONSTRAINT has_one;
UPDATE notes SET user_id = 0 WHERE user_id IS NULL;
ALTER TABLE notes ALTER COLUMN user_id SET NOT NULL;`,
      },
      {
        title: 'NOT NULL takes its place in the same statement',
        given: 'CREATE TABLE users (id int, age int, CONSTRAINT has_age CHECK (age IS NOT NULL))',
        up: 'ALTER TABLE users DROP CONSTRAINT has_age, ALTER age SET NOT NULL',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      if (isUnknownGuard(operation, context)) {
        return {
          message: `What ${operation.name} is, the migrations do not tell for certain: without it, ${operation.table} takes rows that it refused, be it duplicates, rows without a parent or wrong values.`,
          instead:
            'Look at it in the database, and name it in the migration: a comment tells the next reader too.',
          objects: [operation.table],
        }
      }
      const name = droppedGuard(operation, 'check', context)
      if (name === undefined) return undefined
      const table = context.tableBefore(operation.table)
      const found = table && findConstraint(table, name, context.before.semantics)
      const check = found?.type === 'check' ? found : undefined
      if (check !== undefined && isHeldOtherwise(operation.table, check.expression, context)) return undefined
      const rule = check === undefined ? '' : ` (${shortened(check.expression)})`
      if (check !== undefined && nameAtEnd(operation.table, context) === undefined) return undefined
      // What running code reads is not called so.
      if (isUnknownName(operation.table, context)) return undefined
      const atEnd = nameAtEnd(operation.table, context) ?? operation.table
      const staying =
        check === undefined ? [] : stayingOn(operation.table, check, context, findTable(context.atEnd, atEnd))
      const held = staying.map(({ expression }) => expression)
      // What those that stay refuse as well needs no second one.
      if (check !== undefined && held.length > 0 && isImplied(check.expression, held)) return undefined
      const others = staying.map(each => each.name)
      const [word, stays, refuses] =
        others.length === 1 ? ['CHECK', 'stays', 'refuses'] : ['CHECKs', 'stay', 'refuse']
      const names = listWords(others)
      const [widened, ...more] =
        check === undefined
          ? []
          : narrowings(check.expression, held, isWholeIn(operation.table, context)).filter(
              ({ removed }) => removed !== undefined,
            )
      if (check !== undefined && widened !== undefined && more.length === 0) {
        const later = addedByOther(operation.table, held, context)
        const isSooner = later.length === 0 || !isRefusedMeanwhile(operation.table, widened, check, context)
        const since = isSooner ? 'from now on' : `from ${listWords(later)} on`
        return {
          message: `${operation.table} takes rows with ${widened.rows} ${since}, which ${name} refused: the CHECK${others.length === 1 ? '' : 's'} ${names} let${others.length === 1 ? 's' : ''} ${widened.before} in.`,
          instead: `Make sure that the code that reads ${operation.table} knows ${widened.before}.`,
          objects: [operation.table],
        }
      }
      const added =
        check === undefined || others.length > 0 ? [] : addedBeside(operation.table, check, context)
      if (added.length > 0)
        return {
          message: `Without ${name}${rule}, ${operation.table} takes values that it refused; the deploy adds ${added.length === 1 ? 'the CHECK' : 'the CHECKs'} ${listWords(added)} on ${added.length === 1 ? 'one or more' : 'some'} of the same columns.`,
          instead: `Make sure that ${added.length === 1 ? 'it refuses' : 'they refuse'} all that the code does not expect.`,
          objects: [operation.table],
        }
      const later = addedByOther(operation.table, held, context)
      const which =
        later.length === 0
          ? `the ${word} ${names} ${stays}`
          : `the ${word} ${names} ${stays === 'stays' ? 'is' : 'are'} there when ${listWords(later)} ${later.length === 1 ? 'has' : 'have'} run`
      return {
        message: `Without ${name}${rule}, ${operation.table} takes values that it refused${others.length === 0 ? '' : `; on the same columns, ${which}`}.`,
        ...(others.length > 0 && {
          instead: `Make sure that ${names} ${refuses} all that the code does not expect.`,
        }),
        objects: [operation.table],
      }
    },
  },
}

interface NamedCheck {
  readonly name: string
  readonly expression: string
}

/** Named CHECKs of the same columns that the table has besides, as it is by then. */
function stayingOn(
  table: ObjectName,
  dropped: Constraint,
  context: OperationContext,
  then: Table | undefined,
): readonly NamedCheck[] {
  const { before } = context
  const columns = columnsRead(table, dropped, context) ?? []
  return [...(then?.constraints ?? [])].flatMap(other => {
    if (other.type !== 'check' || other.name === undefined || other.name === dropped.name) return []
    const others = columnsRead(table, other, context) ?? []
    const isSame =
      others.length > 0 &&
      [...columns, ...others].every(each =>
        [columns, others].every(list => list.some(one => sameColumn(before, one, each))),
      )
    return isSame ? [{ name: other.name, expression: other.expression }] : []
  })
}

/** Where a later migration of the deploy adds one of them: what the table has until then may refuse more. */
function addedByOther(
  table: ObjectName,
  expressions: readonly string[],
  context: OperationContext,
): readonly string[] {
  const { steps } = context.replayedScript
  return laterInDeploy(table, context, 'add-constraint').flatMap(each => {
    const { constraint } = each.operation
    const isOne = constraint.type === 'check' && expressions.includes(constraint.expression)
    return isOne && placeOf(steps, each) === -1 ? [placeWithFile(each, context)] : []
  })
}

/** By another CHECK, which the table has when this one is gone. */
function isRefusedMeanwhile(
  table: ObjectName,
  { removed = [] }: Narrowing,
  dropped: Constraint & { readonly type: 'check' },
  context: OperationContext,
): boolean {
  const staying = stayingOn(table, dropped, context, context.tableAfter(table))
  const known = staying.map(({ expression }) => expression)
  const taken = narrowings(dropped.expression, known, isWholeIn(table, context)).flatMap(
    each => each.removed ?? [],
  )
  return known.length > 0 && !removed.some(value => taken.includes(value))
}

/** Named CHECKs that the deploy adds, that are there when it is over, and that look at a column of this one. */
function addedBeside(table: ObjectName, dropped: Constraint, context: OperationContext): readonly string[] {
  const { before, atEnd, deploySteps } = context
  const columns = columnsRead(table, dropped, context) ?? []
  const added = stepsOn(deploySteps, table, 'add-constraint').flatMap(({ operation: { constraint } }) =>
    constraint.type === 'check' ? [constraint.expression] : [],
  )
  const after = findTable(atEnd, nameAtEnd(table, context) ?? table)?.constraints ?? []
  return [...after].flatMap(other => {
    if (other.type !== 'check' || other.name === undefined || !added.includes(other.expression)) return []
    const read = columnsRead(table, other, context) ?? []
    return read.some(one => columns.some(each => sameColumn(before, one, each))) ? [other.name] : []
  })
}

/** In the same script a column of which it asks for a value alone is NOT NULL, or its one column becomes an enum, which
 * takes no other value than its members, or refers to a table of the values. */
function isHeldOtherwise(
  table: ObjectName,
  expression: string,
  { before, replayedScript }: OperationContext,
): boolean {
  const isColumn = (name: string): boolean => columnIn(before, table, name) !== undefined
  const named = namesIn(expression).filter(isColumn)
  const isRequired = (name: string): boolean =>
    columnIn(replayedScript.after, table, name)?.nullable === false
  if (named.some(isRequired) && !namesIn(withoutNullTests(expression)).some(isColumn)) return true
  const [column] = named
  if (column === undefined || named.some(name => !sameColumn(before, name, column))) return false
  const { steps } = replayedScript
  return (
    stepsOn(steps, table, 'change-column-type').some(
      ({ operation, before: then }) =>
        sameColumn(before, operation.column, column) && findEnum(then, operation.type.name) !== undefined,
    ) ||
    stepsOn(steps, table, 'add-constraint').some(
      ({ operation: { constraint } }) =>
        constraint.type === 'foreign-key' &&
        constraint.columns.length === 1 &&
        constraint.columns.some(each => sameColumn(before, each, column)),
    )
  )
}

function withoutNullTests(expression: string): string {
  return expression.replace(/\bnum_(?:non)?nulls\s*\([^()]*\)|["`\w]+\s*\)*\s+is\s+(?:not\s+)?null\b/gi, '')
}

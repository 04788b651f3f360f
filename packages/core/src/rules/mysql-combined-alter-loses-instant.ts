import type { DialectTraits } from '../dialects/dialect.ts'
import type { Statement } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import { operationsOfStatement } from '../schema/find-steps.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { partsOf } from './advice/alter-clauses.ts'
import type { Problem } from './finding.ts'
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
      },
      {
        title: 'a column and its index on a server that is known',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
      },
      {
        title: 'a column with its key in one clause',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100) NULL UNIQUE',
        instead: [
          'ALTER TABLE users ADD COLUMN email varchar(100) NULL, ALGORITHM=INSTANT',
          'ALTER TABLE users ADD UNIQUE users_email (email), ALGORITHM=INPLACE, LOCK=NONE',
        ],
      },
      {
        title: 'a column that goes, and a key over other columns',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id bigint, plan int, name text, email varchar(100), UNIQUE KEY who (name (9)))',
        up: 'ALTER TABLE users DROP COLUMN plan, DROP KEY who, ADD UNIQUE KEY who (email)',
        instead: [
          'ALTER TABLE users DROP KEY who, ADD UNIQUE KEY who (email), ALGORITHM=INPLACE, LOCK=NONE',
          'ALTER TABLE users DROP COLUMN plan, ALGORITHM=INSTANT',
        ],
      },
      {
        title: 'a column that comes, one that goes, and a key',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, plan int)',
        up: 'ALTER TABLE users DROP COLUMN plan, ADD COLUMN email varchar(100), ADD KEY users_email (email)',
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
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
    // With the clause of a DROP COLUMN, its loss alone would be told.
    const speaker = operations.find(({ kind }) => kind !== 'drop-column')
    if (operations.length < 2 || speaker !== operation) return undefined
    const rebuilt = traits.combinedEffects?.(operations, before).find(effect => effect.rewrite === true)
    if (rebuilt === undefined || isMade(rebuilt.table)) return undefined
    const alone = operations.flatMap(each => traits.effectsOf(each, before))
    // Not known is not quick.
    if (alone.some(effect => effect.rewrite !== false)) return undefined
    return {
      message: `Together these changes write every row of ${rebuilt.table} again, which none of them does alone.`,
      objects: [rebuilt.table],
      instead: isOneClause(operations, statement) ? keyApart(traits) : eachApart(operations, traits),
      ...apart(operations, statement, before, traits),
    }
  },
}

function eachApart(operations: readonly Operation[], traits: DialectTraits): string {
  const has = (kind: Operation['kind']) => operations.some(each => each.kind === kind)
  const dropping = has('drop-column')
    ? ' Add ALGORITHM=INSTANT to the DROP COLUMN: a server that would write every row for it fails instead.'
    : ''
  const since = `${has('add-column') ? newEnough(traits) : ''}${dropping}`
  return traits.versionIsAssumed === true
    ? `Write a statement for each, in a migration of its own.${since}`
    : 'Write a statement for each, in a migration of its own, with ALGORITHM=INSTANT where you count on it, so that it fails instead of rebuilding.'
}

function keyApart(traits: DialectTraits): string {
  const isAssumed = traits.versionIsAssumed === true
  return `Add the column without UNIQUE${isAssumed ? '' : ', with ALGORITHM=INSTANT'}, and its key in a migration of its own: ADD UNIQUE, with ALGORITHM=INPLACE, LOCK=NONE.${isAssumed ? newEnough(traits) : ''}`
}

/** MySQL 5.7 stops at ALGORITHM=INSTANT (error 1800). */
function newEnough({ addsInstantlySince }: DialectTraits): string {
  return ` ADD COLUMN writes no row from ${addsInstantlySince} on: there, add ALGORITHM=INSTANT to it, and it fails instead of rebuilding. A server that is too old for it fails as well.`
}

/** `ADD COLUMN email varchar(100) UNIQUE`: two changes in one clause. */
function isOneClause(operations: readonly Operation[], { text }: Statement): boolean {
  return (
    operations.length === 2 &&
    operations.some(({ kind }) => kind === 'add-column') &&
    operations.some(each => each.kind === 'create-index' && each.index.unique) &&
    !text.replace(/\([^()]*\)/g, '').includes(',')
  )
}

function apart(
  operations: readonly Operation[],
  statement: Statement,
  before: SchemaState,
  traits: DialectTraits,
): Pick<Problem, 'suggestion'> {
  const isInstant = (each: Operation): boolean =>
    traits.effectsOf(each, before).every(({ algorithm }) => algorithm === 'INSTANT')
  const added = operations.filter(each => each.kind === 'add-column' && isInstant(each))
  const dropped = operations.filter(each => each.kind === 'drop-column' && isInstant(each))
  const rest = operations.filter(each => !added.includes(each) && !dropped.includes(each))
  const isRetyped = dropped.some(each => added.some(other => columnOf(other) === columnOf(each)))
  if (added.length + dropped.length === 0 || rest.length === 0 || isRetyped) return {}
  const clauses = rest.flatMap(each => traits.effectsOf(each, before))
  const isOnline = clauses.every(({ algorithm, lockClause }) => algorithm !== 'COPY' && lockClause === 'NONE')
  // A key may need the new column, and may hold the old one.
  const inOrder = [
    { of: added, algorithm: traits.versionIsAssumed === true ? '' : ', ALGORITHM=INSTANT' },
    { of: rest, algorithm: isOnline ? ', ALGORITHM=INPLACE, LOCK=NONE' : '' },
    { of: dropped, algorithm: ', ALGORITHM=INSTANT' },
  ].filter(({ of }) => of.length > 0)
  const [first, ...later] = inOrder.map(({ of, algorithm }) => {
    const text = partsOf({ ...statement, operations }, of)?.these
    return text === undefined ? undefined : { sql: `${text}${algorithm};` }
  })
  if (first === undefined || later.includes(undefined)) return {}
  return {
    suggestion: {
      title: `One after the other${traits.versionIsAssumed === true ? '' : ', each with the algorithm that it is to take'}`,
      ...first,
      later: later.flatMap(each => each ?? []),
      ofWholeStatement: true,
    },
  }
}

function columnOf(operation: Operation): string | undefined {
  if (operation.kind === 'add-column') return operation.column.name.toLowerCase()
  return operation.kind === 'drop-column' ? operation.column.toLowerCase() : undefined
}

import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { objectsNamed, viewOfIndex } from '../schema/find-objects.ts'
import { isBefore, type StepOf, stepsOf, stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { findIndex, findTable, tableOfIndex } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { lookupColumns } from '../schema/served-indexes.ts'
import { leaveBothOut } from './advice/leave-both-out.ts'
import { isForDeploy } from './advice/leave-index-out.ts'
import { heldLock, lockHeldByBatch } from './deploy/held-lock.ts'
import { goneInDeploy, madeByDeploy, madeForIt, takenAlong } from './deploy/index-in-deploy.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import { operationTable } from './names/operation-table.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionOf } from './scripts/transaction-state.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

const instead = 'Use DROP INDEX CONCURRENTLY in a migration of its own that runs outside a transaction.'

export const dropIndexNotConcurrently: Rule = {
  id: 'drop-index-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'Dropping an index without CONCURRENTLY locks the table.',
  why: `DROP INDEX needs the strongest lock. It waits for every running query, and everybody who comes after it waits
behind it.`,
  instead,
  sources: ['PostgreSQL manual, DROP INDEX', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'an index of a table in use',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email',
      },
      {
        title: 'several in one statement, of which CONCURRENTLY takes one',
        given: `CREATE TABLE users (id int, email text, plan text); CREATE INDEX users_email ON users (email);
CREATE INDEX users_plan ON users (plan);`,
        up: 'DROP INDEX IF EXISTS users_email, users_plan',
      },
      {
        title: 'another one comes in its place',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; CREATE INDEX users_email ON users (email, id)',
        instead: [
          { up: 'CREATE INDEX CONCURRENTLY users_email_new ON users (email, id)', transaction: 'none' },
          { up: 'DROP INDEX CONCURRENTLY users_email', transaction: 'none' },
          'ALTER INDEX users_email_new RENAME TO users_email',
        ],
      },
      {
        title: 'several come in its place: the one that is most like it, which needs a column first',
        given:
          'CREATE TABLE carts (id int, shop int, mail text); CREATE INDEX carts_mail ON carts (shop, id, mail)',
        up: `DROP INDEX carts_mail; ALTER TABLE carts ADD COLUMN user_id int;
CREATE INDEX carts_shop_user ON carts (shop, user_id); CREATE INDEX carts_user ON carts (shop, id, user_id);`,
        instead: [
          'ALTER TABLE carts ADD COLUMN user_id int',
          { up: 'CREATE INDEX CONCURRENTLY carts_user ON carts (shop, id, user_id)', transaction: 'none' },
          { up: 'CREATE INDEX CONCURRENTLY carts_shop_user ON carts (shop, user_id)', transaction: 'none' },
          { up: 'DROP INDEX CONCURRENTLY carts_mail', transaction: 'none' },
        ],
      },
      {
        title: 'a column that the script drops, which is not in the index',
        given:
          'CREATE TABLE users (id int, email text, plan text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; ALTER TABLE users DROP COLUMN plan',
      },
      {
        title: 'a partitioned table, where CONCURRENTLY is not possible',
        given:
          'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at); CREATE INDEX events_at ON events (at)',
        up: 'DROP INDEX CONCURRENTLY events_at',
        transaction: 'none',
        instead: {
          noSql:
            "an index of a partitioned table locks it for a moment in any case; SET lock_timeout = '2s' before it bounds the wait",
        },
      },
    ],
    allowed: [
      {
        title: 'the table goes in the same script',
        given: 'CREATE TABLE visits (id int); CREATE INDEX visits_id ON visits (id)',
        up: 'DROP INDEX visits_id; DROP TABLE visits',
      },
      {
        title: 'an index of a view, both made here first',
        given: 'CREATE TABLE users (id int)',
        up: `CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
DROP INDEX IF EXISTS ids_id; CREATE INDEX ids_id ON ids (id);`,
      },
      {
        title: 'an index of a view that an earlier migration of the same transaction has made anew',
        given: 'CREATE TABLE users (id int, at date); CREATE MATERIALIZED VIEW ids AS SELECT id FROM users',
        after: {
          up: `DROP MATERIALIZED VIEW ids; CREATE MATERIALIZED VIEW ids AS SELECT id, at FROM users;
CREATE INDEX ids_id ON ids (id);`,
          transaction: 'batch',
        },
        up: 'DROP INDEX ids_id',
        transaction: 'batch',
      },
      {
        title: 'IF EXISTS of an index that no migration has made',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'DROP INDEX IF EXISTS users_email',
      },
      {
        title: 'IF EXISTS of an index that has gone with its table',
        given: `CREATE TABLE users (id int); ALTER TABLE teams ADD COLUMN size int;
CREATE TABLE visits (id int); CREATE INDEX visits_id ON visits (id)`,
        up: 'DROP TABLE visits CASCADE; DROP INDEX IF EXISTS visits_id',
      },
      {
        title: 'CONCURRENTLY',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
      {
        title: 'an index of a column that the script drops, which takes the same lock',
        given:
          'CREATE TABLE users (id int, email text, plan text); CREATE INDEX users_email ON users (plan, email)',
        up: 'DROP INDEX users_email; ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'the transaction keeps everybody from the table already',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users ADD COLUMN plan text; DROP INDEX users_email',
      },
      {
        title: 'MySQL does it while others work',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100)); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email ON users',
      },
    ],
  },

  checkOperation: {
    'drop-index'(operation, context) {
      const { traits, before, statement } = context
      if (!traits.concurrentIndexes) return undefined
      const table = operationTable(operation, before)
      const isPartitioned =
        table !== undefined && findTable(before, table)?.options['partition by'] !== undefined
      if (operation.concurrently) {
        return isPartitioned
          ? {
              message: `The statement fails: CONCURRENTLY is not possible on ${table}, which is partitioned.`,
              instead:
                'Leave CONCURRENTLY out, and set a lock_timeout: every partition is locked for a moment.',
              severity: 'error',
              objects: [table],
            }
          : undefined
      }
      const [first, ...others] = waitedFor(context)
      if (first?.step !== context.step) return undefined
      const told = [first, ...others]
      const tables = [...new Set(told.flatMap(({ table: each }) => each ?? []))]
      const names = told.map(each => each.step.operation.name)
      const advice: Pick<Problem, 'instead' | 'suggestion'> =
        leftOut(told, context) ??
        notMade(told, context) ??
        (isPartitioned ? {} : (inPlaceOf(told, context) ?? whileOthersWork(statement, traits)))
      return {
        message: `Dropping ${listWords(names)} waits for every query on ${tables.length === 0 ? 'its table' : listWords(tables)}, and all later ones wait behind it.`,
        objects: tables.length === 0 ? names : tables,
        ...advice,
        ...(!isPartitioned && withOthersBehind(advice.instead ?? instead, tables, told, context)),
      }
    },
  },
}

interface WaitedFor {
  readonly step: StepOf<'drop-index'>
  readonly table: ObjectName | undefined
}

/** Those that the statement drops, and for which others have to wait. */
function waitedFor(context: OperationContext): readonly WaitedFor[] {
  const { replayedScript, statement } = context
  // A block has a place of its own for each.
  const isList = /^\s*drop\s+index\b/i.test(statement.text)
  const steps = isList ? stepsOfStatement(replayedScript.steps, statement) : [context.step]
  return steps.flatMap((each): readonly WaitedFor[] => {
    const step = each as StepOf<'drop-index'>
    if (each.operation.kind !== 'drop-index' || step.operation.concurrently) return []
    const place = { ...context, step, before: step.before }
    const table = operationTable(step.operation, step.before)
    if (goesWithColumn(step.operation.name, place) || isNowhere(step.operation, place)) return []
    if (table === undefined) return [{ step, table }]
    // Whoever uses the table waits already, and the drop takes no time.
    if (goesLater(table, place) || heldLock(table, place) !== undefined) return []
    // A view that an earlier migration of the same transaction has made.
    const isView = findTable(step.before, table) === undefined
    return isView && lockHeldByBatch(table, place) !== undefined ? [] : [{ step, table }]
  })
}

/** None of the drops behind it that wait for nobody any more, as its lock is held by then, has a finding. */
function withOthersBehind(
  advice: string,
  tables: readonly ObjectName[],
  told: readonly WaitedFor[],
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  const { script, replayedScript, step, before } = context
  const { steps } = replayedScript
  const behind = inTransactionOf(script, steps, step, stepsOf(steps, 'drop-index')).later.filter(each => {
    const table = operationTable(each.operation, each.before)
    if (table === undefined || each.operation.concurrently || each.statement === step.statement) return false
    const place = { ...context, step: each, statement: each.statement, before: each.before }
    return (
      tables.some(one => sameObject(before, one, table)) &&
      heldLock(table, place)?.statement === step.statement &&
      !goesWithColumn(each.operation.name, place)
    )
  })
  if (behind.length === 0) return undefined
  const lines = [...new Set(behind.map(({ location }) => `${location.line}`))]
  const where = `the DROP INDEX in ${lines.length === 1 ? 'line' : 'lines'} ${listWords(lines)}`
  const all = [...told, ...behind.map(each => ({ step: each, table: undefined }))]
  const isLeftOut = [leftOut, notMade].some(
    left => left(told, context) !== undefined && left(all, context) !== undefined,
  )
  const [takes, it] = lines.length === 1 ? ['takes', 'it'] : ['take', 'each']
  return {
    instead: isLeftOut
      ? `${advice} Do the same with ${where}, or ${it} takes the same lock.`
      : `${advice} ${capitalized(where)} ${takes} the same lock in its place: use CONCURRENTLY for ${it} too.`,
  }
}

/** Each goes with its column or table later in the deploy, and so does the one that the script makes in its place. */
function leftOut(
  told: readonly WaitedFor[],
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  const gone = told.map(({ step }) => goneAnyway(step, context))
  const [first] = gone
  if (first === undefined || gone.includes(undefined)) return undefined
  const made = told.flatMap(({ step }) => madeForIt(step, context)?.step ?? [])
  const isLast = made.every(step => goneInDeploy(step.operation.index, { ...context, step }) !== undefined)
  const isNamesake = told.some(({ step }) => madeForIt(step, context)?.isNamesake === true)
  if (!isLast && isNamesake) return undefined
  const lines = [...new Set(isLast ? made.map(({ location }) => `line ${location.line}`) : [])]
  const creates = lines.length === 0 ? '' : `, and the CREATE INDEX in ${listWords(lines)}`
  const what = first.operation.kind === 'drop-column' ? 'column' : 'table'
  return {
    instead: `Leave it out${creates}, unless the deploy itself needs ${lines.length === 0 ? 'it' : 'them'}: ${inPlace(first, context)} drops the ${what}, and takes its indexes along.`,
  }
}

/** No release has ever had them. */
function notMade(
  told: readonly WaitedFor[],
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  const made = told.map(({ step }) => madeByDeploy({ step, operation: step.operation }, context))
  const [first] = made
  if (first === undefined || made.includes(undefined)) return undefined
  const isUsed = made.some(
    (step, place) =>
      step !== undefined &&
      isForDeploy(step.operation.index, [step, told[place]?.step ?? context.step], context),
  )
  if (isUsed) return undefined
  const isNamesake = told.some(
    ({ step }) => tableOfIndex(context.deployed, step.operation.name) !== undefined,
  )
  return {
    instead: leaveBothOut(
      'this and the CREATE INDEX',
      made.flatMap(step => step ?? []),
      `the deploy itself needs the index in between: ${isNamesake ? 'what releases have under that name is another index, which the deploy drops before' : 'no release has had it'}`,
      context,
    ),
  }
}

function goneAnyway(step: StepOf<'drop-index'>, context: OperationContext): Step | undefined {
  const table = tableOfIndex(step.before, step.operation.name)
  const index = table && findIndex(table, step.operation.name, step.before.semantics)
  return index && takenAlong(index, { ...context, step, before: step.before })
}

/** Where the script makes another in its place, the order matters: there is always one of the two. */
function inPlaceOf(
  told: readonly WaitedFor[],
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  for (const { step } of told) {
    const next = madeForIt(step, context)
    if (next === undefined) continue
    const { name, isNamesake, wasUnique, added } = next
    const gap = wasUnique ? 'nothing keeps duplicates out' : 'queries go without an index'
    const build = isNamesake
      ? `Build the new ${step.operation.name} first, under another name, with CREATE INDEX CONCURRENTLY`
      : `Build ${name ?? 'the new index'} first, which the script makes in its place, with CREATE INDEX CONCURRENTLY`
    const then = isNamesake ? ', and give the new one its name' : ''
    const missing = added.map(({ operation, location }) => `${operation.column.name} (line ${location.line})`)
    const needs = missing.length === 0 ? '' : `, once a migration before it has added ${listWords(missing)}`
    return {
      instead: `${build}${needs}; then drop this one with DROP INDEX CONCURRENTLY${then}: each in a migration of its own, outside a transaction. The other way round ${gap} meanwhile.`,
    }
  }
  return undefined
}

/** CONCURRENTLY takes one index at a time, and no CASCADE. */
function whileOthersWork(
  { text, operations }: OperationContext['statement'],
  traits: OperationContext['traits'],
): Pick<Problem, 'suggestion'> {
  const drops = operations.flatMap(each => (each.kind === 'drop-index' ? [each] : []))
  const one = text.replace(/^(\s*drop\s+index)\b/i, '$1 CONCURRENTLY')
  if (one === text || drops.length < operations.length || drops.some(({ cascade }) => cascade)) return {}
  if (drops.length === 1)
    return {
      suggestion: {
        title: 'Drop it while others work, outside a transaction',
        sql: one,
        outsideTransaction: true,
      },
    }
  const [first = '', ...later] = drops.map(
    ({ name, ifExists }) =>
      `DROP INDEX CONCURRENTLY ${ifExists ? 'IF EXISTS ' : ''}${sqlName(name, traits)};`,
  )
  return {
    suggestion: {
      title: 'Drop each while others work, in a migration of its own outside a transaction',
      sql: first,
      outsideTransaction: true,
      later: later.map(sql => ({ sql, outsideTransaction: true as const })),
      ofWholeStatement: true,
    },
  }
}

/** The table itself goes later in the script, and everybody waits for that. */
function goesLater(table: ObjectName, { replayedScript: { steps }, step }: OperationContext): boolean {
  return stepsOn(steps, table, 'drop-table').some(each => isBefore(steps, step, each))
}

/** With a history, an IF EXISTS of an index that is not in it waits for nobody. */
function isNowhere(
  { name, ifExists }: OperationOf<'drop-index'>,
  { before, deployed, replayedScript, step }: OperationContext,
): boolean {
  if (!ifExists || tableOfIndex(before, name) !== undefined || viewOfIndex(before, name) !== undefined)
    return false
  // It was there, and has gone with its table or column.
  if ([deployed, replayedScript.before].some(schema => tableOfIndex(schema, name) !== undefined)) return true
  if (before.tables.size === 0) return false
  const { steps } = replayedScript
  // What no migration before this one has made, and this one makes next.
  const isMadeNext = steps.some(
    each =>
      isBefore(steps, step, each) &&
      each.operation.kind === 'create-index' &&
      each.operation.index.name !== undefined &&
      sameObject(before, bareName(each.operation.index.name), bareName(name)),
  )
  if (isMadeNext && replayedScript.before.tables.size > 0) return true
  return objectsNamed(before, name).length === 0 && [...before.tables.values()].every(table => table.complete)
}

/** DROP COLUMN takes its indexes along, under the same lock: CONCURRENTLY before it spares nobody the wait. */
function goesWithColumn(name: ObjectName, { before, replayedScript, statement }: OperationContext): boolean {
  const table = tableOfIndex(before, name)
  const index = table && findIndex(table, name, before.semantics)
  if (index === undefined) return false
  const { steps } = replayedScript
  const [first] = stepsOfStatement(steps, statement)
  return stepsOn(steps, index.table, 'drop-column').some(
    step =>
      !(first !== undefined && isBefore(steps, step, first)) &&
      lookupColumns(index).some(
        column => column !== undefined && sameColumn(before, column, step.operation.column),
      ),
  )
}

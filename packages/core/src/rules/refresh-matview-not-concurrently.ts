import type { ObjectName } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import { canonicalDefinition } from '../schema/canonical-text.ts'
import { dependentsOf } from '../schema/dependents.ts'
import { isBefore, placeOf, stepsOf } from '../schema/find-steps.ts'
import { findObject } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'
import { lockHeldByBatch } from './deploy/held-lock.ts'
import { inPlace } from './deploy/later-in-deploy.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionAt, transactionAt } from './scripts/transaction-state.ts'

export const refreshMatviewNotConcurrently: Rule = {
  id: 'refresh-matview-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'Filling a materialized view keeps readers from it until that is done.',
  why: 'The strongest lock is held while its query runs.',
  instead: 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.',
  sources: ['PostgreSQL manual, REFRESH MATERIALIZED VIEW', 'measured: PostgreSQL 15 (55000)'],
  examples: {
    flagged: [
      {
        title: 'a view in use',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users',
        up: 'REFRESH MATERIALIZED VIEW user_ids',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY user_ids_id ON user_ids (id)', transaction: 'none' },
          'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
        ],
      },
      {
        title: 'WITH NO DATA: nobody can read it until somebody fills it',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users',
        up: 'REFRESH MATERIALIZED VIEW user_ids WITH NO DATA',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY user_ids_id ON user_ids (id)', transaction: 'none' },
          'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
        ],
      },
      {
        title: 'dropped and made again, which fills it too',
        given: `CREATE TABLE users (id int); CREATE VIEW active AS SELECT id FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT id FROM active;`,
        up: `DROP VIEW active CASCADE;
CREATE VIEW active AS SELECT id FROM users WHERE id > 0;
CREATE MATERIALIZED VIEW active_ids AS SELECT id FROM active;`,
        instead: [
          'CREATE OR REPLACE VIEW active AS SELECT id FROM users WHERE id > 0',
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY active_ids_id ON active_ids (id)', transaction: 'none' },
          'REFRESH MATERIALIZED VIEW CONCURRENTLY active_ids',
        ],
      },
      {
        title: 'the same, with a column more',
        given: `CREATE TABLE users (id int, plan int); CREATE VIEW active AS SELECT id FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT * FROM active;`,
        up: `DROP VIEW active CASCADE;
CREATE VIEW active AS SELECT id, plan FROM users;
CREATE MATERIALIZED VIEW active_ids AS SELECT * FROM active;`,
        instead: [
          `CREATE VIEW active_new AS SELECT id, plan FROM users;
CREATE MATERIALIZED VIEW active_ids_new AS SELECT * FROM active_new;`,
          `ALTER VIEW active RENAME TO active_old;
ALTER VIEW active_new RENAME TO active;
ALTER MATERIALIZED VIEW active_ids RENAME TO active_ids_old;
ALTER MATERIALIZED VIEW active_ids_new RENAME TO active_ids;`,
        ],
      },
    ],
    allowed: [
      {
        title: 'dropped and made again without rows, of which its own statement tells',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users',
        up: `DROP MATERIALIZED VIEW user_ids;
CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users WITH NO DATA;`,
      },
      {
        title: 'a view that no migration before this one has made',
        given: 'CREATE TABLE users (id int)',
        up: `DROP MATERIALIZED VIEW IF EXISTS user_ids;
CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users;`,
      },
      {
        title: 'CONCURRENTLY',
        given: `CREATE TABLE users (id int); CREATE MATERIALIZED VIEW user_ids AS SELECT id FROM users;
CREATE UNIQUE INDEX user_ids_id ON user_ids (id)`,
        up: 'REFRESH MATERIALIZED VIEW CONCURRENTLY user_ids',
      },
    ],
  },

  checkOperation: {
    'create-object'({ objectType, name }, context) {
      if (objectType !== 'materialized-view' || /\bwith\s+no\s+data\b/i.test(context.statement.text))
        return undefined
      const gone = droppedFirst(name, context)
      // The transaction has kept everybody from it before, which was told there.
      if (gone === undefined || lockHeldByBatch(name, context) !== undefined) return undefined
      const goneLater = laterDrop(name, context)
      const leftOut = goneLater && leaveAllOut(gone, goneLater, context)
      const { script, replayedScript, step } = context
      const { steps } = replayedScript
      const isLong = inTransactionAt(script, steps, placeOf(steps, step))
      const needing = needsItGone(gone, name, context)
      return {
        message: `Nobody can read ${name} from line ${gone.location.line} on, which drops it, until ${isLong ? 'the transaction ends that fills it again here' : 'it is filled again here'}.`,
        instead:
          leftOut !== undefined
            ? leftOut
            : needing !== undefined
              ? `Line ${needing.location.line} changes what it reads, and stops while it is there. If the new one does without that, make it under another name, with its indexes, and exchange the two before line ${needing.location.line}; otherwise do all of it at a quiet time.`
              : (withItsView(gone, name, context) ??
                `Make the new one under another name, with its indexes, and exchange the two names in ${behind('short', context)}: ALTER MATERIALIZED VIEW … RENAME TO …. A view that reads the old one goes on with it until it is made again.`),
        objects: [name],
      }
    },
    maintain({ action, table, concurrently, empties }) {
      if (action !== 'refresh' || concurrently === true) return undefined
      const view = table ?? 'the view'
      return {
        message:
          empties === true
            ? `${view} loses its rows: every query of it fails until it is filled again.`
            : `Nobody can read ${view} while it is filled again.`,
        ...(table === undefined ? {} : { objects: [table] }),
      }
    },
  },
}

/** Without this statement alone the view would be gone from the drop on. */
function leaveAllOut(gone: Step, goneLater: Step, context: OperationContext): string | undefined {
  const { operation } = gone
  const why = `unless the deploy itself needs the new one: ${inPlace(goneLater, context)} drops it for good.`
  if (operation.kind !== 'drop-object') return undefined
  const { line } = gone.location
  if (operation.objectType === 'materialized-view')
    return `Leave both out, this and the drop in line ${line}, ${why}`
  const { before, atEnd } = context
  const view = operation.name
  if (operation.objectType !== 'view' || findObject(atEnd, 'view', view) !== undefined) return undefined
  return findObject(before, 'view', view) === undefined
    ? undefined
    : `Leave it out, with DROP VIEW in line ${line}, which takes it along, and the new ${view}, ${why}`
}

/** Locks stay until the transaction ends: that of the RENAME, and that of CREATE OR REPLACE on its view (measured: PostgreSQL 15). */
function behind(
  size: 'short' | 'any',
  { script, replayedScript: { steps }, step }: OperationContext,
): string {
  return script.transaction === 'batch' && transactionAt(script, steps, placeOf(steps, step)) === 'runner'
    ? 'a deploy of its own behind that, as all pending migrations run in one transaction here'
    : `a ${size === 'short' ? 'short ' : ''}migration behind that`
}

/** Where it has gone with a view that it reads, which the script makes again. */
function withItsView(gone: Step, name: ObjectName, context: OperationContext): string | undefined {
  const { operation } = gone
  const { before, after } = context
  if (operation.kind !== 'drop-object' || operation.objectType !== 'view') return undefined
  const view = operation.name
  const old = findObject(gone.before, 'view', view)
  const made = findObject(before, 'view', view)
  if (old === undefined || made === undefined) return undefined
  const { line } = gone.location
  const isSameQuery =
    queryOf(findObject(gone.before, 'materialized-view', name)) ===
    queryOf(findObject(after, 'materialized-view', name))
  const same = isSameQuery ? sameColumns(old, made, before) : false
  if (same === false)
    return `DROP VIEW in line ${line} takes ${name} along: make the new ${view} under another name too, and the new ${name} under another name, reading that one, with its indexes. Exchange the names of both in ${behind('short', context)}: ALTER VIEW … RENAME TO …, ALTER MATERIALIZED VIEW … RENAME TO …. A view that reads an old one goes on with it until it is made again.`
  const [when, otherwise] =
    same === true
      ? [`${view} has the same columns`, '']
      : [
          `If ${view} keeps the names and types of its columns`,
          ' If it does not, make both under other names, and exchange these.',
        ]
  const { steps } = context.replayedScript
  const again = stepsOf(steps, 'drop-object').find(
    each => sameObject(before, each.operation.name, name) && isBefore(steps, gone, each),
  )
  const alsoDropped = again === undefined ? '' : ` the drop of it in line ${again.location.line},`
  return `${when}: leave out DROP VIEW in line ${line}, which takes ${name} along,${alsoDropped} and this statement, and write CREATE OR REPLACE VIEW. Then REFRESH MATERIALIZED VIEW CONCURRENTLY ${name} in ${behind('any', context)}: it can be read meanwhile, and needs a unique index for that.${otherwise}`
}

function queryOf(view: NamedObject | undefined): string | undefined {
  return view && canonicalDefinition(view.definition)
}

/** CREATE OR REPLACE VIEW asks for the same names and types in the same order; undefined: not known. */
function sameColumns(
  { columns: old }: NamedObject,
  { columns: now }: NamedObject,
  schema: SchemaState,
): boolean | undefined {
  if (old === undefined || now === undefined) return undefined
  if (old.length !== now.length) return false
  const pairs = old.map(({ name, type }, at) => ({ name, type, other: now[at] }))
  if (pairs.some(({ name, other }) => other === undefined || !sameColumn(schema, name, other.name)))
    return false
  const types = pairs.map(({ type, other }) =>
    type === undefined || other?.type === undefined
      ? undefined
      : describeType(type) === describeType(other.type),
  )
  return types.includes(false) ? false : types.includes(undefined) ? undefined : true
}

/** Between the two: PostgreSQL changes no type of a column, and drops nothing, that a view reads. */
function needsItGone(
  gone: Step,
  name: ObjectName,
  { replayedScript: { steps }, step }: OperationContext,
): Step | undefined {
  return stepsOf(steps, 'change-column-type', 'drop-column', 'drop-table').find(each => {
    const { operation } = each
    const column = operation.kind === 'drop-table' ? undefined : operation.column
    return (
      isBefore(steps, gone, each) &&
      isBefore(steps, each, step) &&
      dependentsOf(gone.before, operation.table, column).some(
        ({ kind, name: dependent }) =>
          kind === 'materialized-view' && sameObject(gone.before, dependent, name),
      )
    )
  })
}

/** The statement behind this one with which it goes, and does not come back. */
function laterDrop(name: ObjectName, { atEnd, deploySteps, step }: OperationContext): Step | undefined {
  if (findObject(atEnd, 'materialized-view', name) !== undefined) return undefined
  return stepsOf(deploySteps, 'drop-object', 'drop-table').findLast(
    each =>
      isBefore(deploySteps, step, each) &&
      findObject(each.before, 'materialized-view', name) !== undefined &&
      findObject(each.after, 'materialized-view', name) === undefined,
  )
}

/** The statement of the script with which the view that was there before has gone: by its name, or by CASCADE. */
function droppedFirst(
  name: ObjectName,
  { before, deployed, replayedScript, step }: OperationContext,
): Step | undefined {
  const isIn = (schema: typeof before): boolean => findObject(schema, 'materialized-view', name) !== undefined
  // What this deploy has made nobody reads yet.
  if (isIn(before) || !isIn(replayedScript.before) || !isIn(deployed)) return undefined
  const { steps } = replayedScript
  return stepsOf(steps, 'drop-object', 'drop-table', 'drop-column').findLast(
    each => isBefore(steps, each, step) && isIn(each.before) && !isIn(each.after),
  )
}

import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import { listWords } from './list-words.ts'
import { operationTable } from './operation-table.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** How the code that knows the table by its old name goes on: with a view, where and as it works. */
export function nameLeftBehind(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  return context.traits.transactionalDdl
    ? viewOfOldName(table, to, context)
    : viewOfNewName(table, to, context)
}

/** Each statement of MySQL commits on its own: between the two nobody would find the table. */
function viewOfNewName(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { traits } = context
  const next = laterSteps(context).find(
    ({ operation, before }) => !isOfRows(operation) && isOn(operation, to, before),
  )
  const how =
    'Make a view of the new name, move the code to it, and rename the table when nothing asks for the old name any more.'
  if (next !== undefined) {
    return {
      instead: `${how} What the script does to it from line ${next.location.line} on waits for that, or takes the old name.`,
    }
  }
  return {
    instead: how,
    suggestion: {
      title: 'Make a view of the new name, and rename the table when no code asks for the old one',
      sql: `CREATE VIEW ${sqlName(to, traits)} AS SELECT * FROM ${sqlName(table, traits)};`,
    },
  }
}

function isOfRows({ kind }: Operation): boolean {
  return kind === 'insert-rows' || kind === 'update-rows' || kind === 'delete-rows'
}

/** A view keeps what it reads from being changed, and has the columns' names of the moment that it was made. */
function viewOfOldName(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { traits, statement } = context
  const blocking = laterSteps(context).find(({ operation, before }) => changesColumns(operation, to, before))
  const isChangedLater = blocking !== undefined || isChangedInDeploy(to, context)
  const kept = keptColumns(table, to, context)
  const gone = kept?.gone ?? []
  const isSame = kept !== undefined && gone.length === 0 && kept.columns.every(([old, now]) => old === now)
  const columns =
    kept === undefined || isSame
      ? '*'
      : kept.columns.map(([old, now]) => aliased(old, now, traits)).join(', ')
  const view = `CREATE VIEW ${sqlName(table, traits)} AS SELECT ${columns} FROM ${sqlName(kept?.name ?? to, traits)};`
  const lost = gone.length === 0 ? '' : ` It cannot have ${listWords(gone)}, which this deploy drops.`
  const writes = traits.altersByRebuild === true ? ', which takes no writes,' : ''
  if (!isChangedLater) {
    return {
      ...(traits.altersByRebuild === true && {
        instead:
          "Keep the table's name and rename the model alone. A view with the old name, in the same migration, keeps the reads of the running code going, and none of its writes.",
      }),
      suggestion: {
        title:
          traits.altersByRebuild === true
            ? 'Leave a view with the old name for those who read'
            : 'Leave a view with the old name until no code asks for it',
        sql: `${withoutEnd(statement.text)};\n${view}`,
      },
    }
  }
  const where =
    blocking === undefined
      ? 'behind the last migration of the deploy that changes the table'
      : `at the end of the script, behind the change in line ${lastChange(to, context)?.location.line ?? blocking.location.line}`
  const sql = blocking === undefined || kept === undefined ? '' : `: ${view.slice(0, -1)}`
  return {
    instead: `Keep the table's name and rename the model alone, or leave a view with the old name and the old columns' names${writes} ${where}${sql}.${lost}`,
  }
}

function aliased(old: string, now: string, traits: OperationContext['traits']): string {
  return old === now ? traits.quote(now) : `${traits.quote(now)} AS ${traits.quote(old)}`
}

function laterSteps({ replayedScript: { steps }, step }: OperationContext): readonly Step[] {
  return steps.slice(steps.indexOf(step) + 1)
}

function lastChange(to: ObjectName, context: OperationContext): Step | undefined {
  return laterSteps(context).findLast(({ operation, before }) => changesColumns(operation, to, before))
}

function isOn(operation: Operation, table: ObjectName, schema: Step['before']): boolean {
  const on = operationTable(operation, schema)
  return on !== undefined && sameObject(schema, on, table)
}

function changesColumns(operation: Operation, table: ObjectName, schema: Step['before']): boolean {
  switch (operation.kind) {
    case 'drop-column':
    case 'rename-column':
    case 'change-column':
    case 'change-column-type':
    case 'rename-table':
    case 'drop-table':
      return isOn(operation, table, schema)
    default:
      return false
  }
}

/** Another migration of the deploy drops, renames or retypes a column that this script leaves. */
function isChangedInDeploy(to: ObjectName, { replayedScript: { after }, atEnd }: OperationContext): boolean {
  const now = findTable(after, to)
  const end = findTable(atEnd, to)
  if (now === undefined || end === undefined || now === end) return false
  return [...now.columns].some(([key, { type }]) => {
    const last = end.columns.get(key)
    return last === undefined || last.type?.text !== type?.text
  })
}

interface KeptColumns {
  /** What the table is called when the script has run. */
  readonly name: ObjectName
  /** The name that running code uses, and the one at the end of the script. */
  readonly columns: readonly (readonly [string, string])[]
  readonly gone: readonly string[]
}

/** What has become of the columns that running code knows, when the script has run. */
function keptColumns(
  table: ObjectName,
  to: ObjectName,
  { deployed, replayedScript: { steps, after } }: OperationContext,
): KeptColumns | undefined {
  const known = findTable(deployed, table)
  if (known?.complete !== true) return undefined
  let name = table
  let names = new Map([...known.columns.values()].map(column => [column.name, column.name]))
  for (const { operation, before } of steps) {
    if (!isOn(operation, name, before)) continue
    if (operation.kind === 'rename-table') name = operation.to
    if (operation.kind !== 'rename-column' && operation.kind !== 'drop-column') continue
    names = new Map(
      [...names].flatMap(([old, now]) => {
        if (!sameColumn(before, now, operation.column)) return [[old, now] as const]
        return operation.kind === 'rename-column' ? [[old, operation.to] as const] : []
      }),
    )
  }
  const end = findTable(after, name) ?? findTable(after, to)
  if (end === undefined) return undefined
  const gone = [...known.columns.values()].map(column => column.name).filter(each => !names.has(each))
  return { name: end.name, columns: [...names], gone }
}

import type { Constraint, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { columnsOf, findConstraint, findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

/** The constraint of this type that DROP CONSTRAINT takes from a table, unless the script gives it another one. */
export function droppedGuard(
  { table, name, type }: OperationOf<'drop-constraint'>,
  wanted: Constraint['type'],
  context: OperationContext,
): string | undefined {
  const known = context.tableBefore(table)
  const found =
    known && name !== undefined ? findConstraint(known, name, context.before.semantics) : undefined
  const isSeen = found !== undefined || known?.complete === true
  const byName = isSeen || name === undefined ? undefined : typeByName(table, name, context)
  if ((type ?? found?.type ?? byName) !== wanted || isReplaced(table, wanted, context, found))
    return undefined
  if (found !== undefined && goesWithItsParts(table, found, context)) return undefined
  if (found !== undefined && isNewInDeploy(table, found, context)) return undefined
  return name ?? wanted.replaceAll('-', ' ')
}

/** What is dropped from a table that no migration makes, where not even its name tells what it is. */
export function isUnknownGuard(
  { table, name, type }: OperationOf<'drop-constraint'>,
  context: OperationContext,
): boolean {
  const known = context.tableBefore(table)
  if (type !== undefined || name === undefined || known?.complete === true) return false
  if (known !== undefined && findConstraint(known, name, context.before.semantics) !== undefined) return false
  const constraints = ['primary-key', 'unique', 'foreign-key', 'check'] as const
  return (
    typeByName(table, name, context) === undefined &&
    !constraints.some(wanted => isReplaced(table, wanted, context))
  )
}

function typeByName(
  table: ObjectName,
  name: string,
  { before }: OperationContext,
): Constraint['type'] | undefined {
  return before.semantics.typeOfConstraintNamed?.(table, name)
}

/** No release has relied on it yet. */
function isNewInDeploy(
  table: ObjectName,
  { name = '' }: Constraint,
  { before, deployed }: OperationContext,
): boolean {
  const known = findTable(deployed, table)
  return known?.complete === true && findConstraint(known, name, before.semantics) === undefined
}

/** A column that it is on, or the table that it refers to, is dropped by the same script: that says it all. */
function goesWithItsParts(table: ObjectName, constraint: Constraint, context: OperationContext): boolean {
  const { replayedScript, before } = context
  if (constraint.type === 'foreign-key') {
    const parent = constraint.references.table
    const isGone = replayedScript.steps.some(
      ({ operation }) => operation.kind === 'drop-table' && sameObject(before, operation.table, parent),
    )
    if (isGone) return true
  }
  return dropsColumn(table, namesOn(constraint), context)
}

/** Its columns; of a CHECK, all names in it. */
function namesOn(constraint: Constraint): readonly string[] {
  return constraint.type === 'check' ? namesIn(constraint.expression) : columnsOf(constraint)
}

export function dropsColumn(
  table: ObjectName,
  columns: readonly string[],
  { replayedScript, before }: OperationContext,
): boolean {
  return replayedScript.steps.some(
    ({ operation }) =>
      operation.kind === 'drop-column' &&
      sameObject(before, operation.table, table) &&
      columns.some(column => sameColumn(before, column, operation.column)),
  )
}

/** The one that it has, and those that the script gives it. */
function namesOfTable(table: ObjectName, steps: readonly Step[], before: SchemaState): readonly ObjectName[] {
  const names = [table]
  for (const { operation } of steps) {
    if (operation.kind !== 'rename-table') continue
    if (names.some(name => sameObject(before, operation.table, name))) names.push(operation.to)
  }
  return names
}

/** Another constraint of the type is added, on a column of the one that goes where that is known, or the table goes as
 * a whole. */
export function isReplaced(
  table: ObjectName,
  wanted: Constraint['type'],
  { replayedScript, before }: OperationContext,
  replaced?: Constraint,
): boolean {
  const { steps } = replayedScript
  const isRenamed = steps.some(({ operation }) => operation.kind === 'rename-column')
  const isOnItsColumns = (constraint: Constraint): boolean =>
    replaced === undefined ||
    isRenamed ||
    namesOn(replaced).some(name => namesOn(constraint).some(other => sameColumn(before, name, other)))
  const names = namesOfTable(table, steps, before)
  const isTable = (other: ObjectName) => names.some(name => sameObject(before, other, name))
  return steps.some(({ operation }) => {
    if (operation.kind === 'drop-table') return isTable(operation.table)
    if (operation.kind === 'create-index')
      return wanted === 'unique' && operation.index.unique && isTable(operation.index.table)
    const isOf = (type: Constraint['type']): boolean =>
      type === wanted || (wanted === 'unique' && (type === 'primary-key' || type === 'exclusion'))
    // ADD id INT AUTO_INCREMENT PRIMARY KEY
    if (operation.kind === 'add-column')
      return isTable(operation.table) && operation.constraints.some(each => isOf(each.type))
    if (operation.kind !== 'add-constraint' || !isTable(operation.table)) return false
    return isOf(operation.constraint.type) && (wanted === 'unique' || isOnItsColumns(operation.constraint))
  })
}

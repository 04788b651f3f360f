import type { Constraint, Index, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, renamesTo, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { columnsOf, findConstraint, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { isBackInDeploy } from '../deploy/back-in-deploy.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** The constraint of this type that DROP CONSTRAINT takes from a table, unless the script gives it another one. */
export function droppedGuard(
  operation: OperationOf<'drop-constraint'>,
  wanted: Constraint['type'],
  context: OperationContext,
): string | undefined {
  const { table, name, type } = operation
  const known = context.tableBefore(table)
  const found = droppedConstraint(operation, context)
  const isSeen = found !== undefined || known?.complete === true
  const byName = isSeen || name === undefined ? undefined : typeByName(table, name, context)
  if (
    (type ?? found?.type ?? byName) !== wanted ||
    isReplaced(table, wanted, context, columnsRead(table, found, context))
  )
    return undefined
  const goesByName = wanted === 'foreign-key' || (wanted === 'check' && known?.complete !== true)
  if (found === undefined && goesByName && dropsSomeColumn(operation, wanted, context)) return undefined
  if (found !== undefined && goesWithItsParts(table, found, context)) return undefined
  if (found !== undefined && isNewInDeploy(table, found, context)) return undefined
  if (found !== undefined && isBackInDeploy(table, found, context)) return undefined
  if (isPutAside(table, context)) return undefined
  return name ?? wanted.replaceAll('-', ' ')
}

/** DROP PRIMARY KEY needs no name, and Knex finds a foreign key of SQLite by its columns. */
export function droppedConstraint(
  { table, name, type, columns = [] }: OperationOf<'drop-constraint'>,
  { tableBefore, before }: Pick<OperationContext, 'tableBefore' | 'before'>,
): Constraint | undefined {
  const known = tableBefore(table)
  if (known === undefined) return undefined
  if (name !== undefined) return findConstraint(known, name, before.semantics)
  if (type === 'primary-key') return primaryKeyOf(known)
  return known.constraints.find(
    each =>
      each.type === 'foreign-key' &&
      each.type === type &&
      each.columns.some(one => columns.some(other => sameColumn(before, one, other))),
  )
}

/** Of a foreign key or CHECK that no migration has made, its column most likely: in the same statement, or the one that its name
 * tells of in the same script. */
function dropsSomeColumn(
  { table, name, columns = [] }: OperationOf<'drop-constraint'>,
  wanted: Constraint['type'],
  { statement, replayedScript, before }: OperationContext,
): boolean {
  const bare = name?.toLowerCase() ?? ''
  return (
    (wanted === 'foreign-key' &&
      statement.operations.some(
        each => each.kind === 'drop-column' && sameObject(before, each.table, table),
      )) ||
    stepsOn(replayedScript.steps, table, 'drop-column').some(
      ({ operation: { column } }) =>
        bare.includes(column.toLowerCase()) || columns.some(each => sameColumn(before, each, column)),
    )
  )
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

/** The script has given the table another name, and its old one to another table: nobody writes to this one any more. */
function isPutAside(table: ObjectName, { replayedScript, step, before }: OperationContext): boolean {
  const { steps, after } = replayedScript
  return renamesTo(steps, table).some(renaming => {
    const { table: old } = renaming.operation
    const taking = [...renamesTo(steps, old), ...stepsOn(steps, old, 'create-table')]
    return (
      isBefore(steps, renaming, step) &&
      !sameObject(before, old, table) &&
      findTable(after, old) !== undefined &&
      taking.some(other => isBefore(steps, renaming, other))
    )
  })
}

/** No release has relied on it yet. */
function isNewInDeploy(
  table: ObjectName,
  constraint: Constraint,
  { before, deployed }: OperationContext,
): boolean {
  const known = findTable(deployed, table)
  if (known?.complete !== true) return false
  const { name } = constraint
  return name === undefined
    ? !known.constraints.some(each => each.type === constraint.type && isOnSame(each, constraint, before))
    : findConstraint(known, name, before.semantics) === undefined
}

function isOnSame(one: Constraint, other: Constraint, schema: SchemaState): boolean {
  const [columns, others] = [columnsOf(one), columnsOf(other)]
  return (
    columns.length === others.length &&
    columns.every((column, place) => sameColumn(schema, column, others[place] ?? ''))
  )
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

/** Its columns; of a CHECK or EXCLUDE, all names in it. */
function namesOn(constraint: Constraint): readonly string[] {
  if (constraint.type === 'check') return namesIn(constraint.expression)
  return constraint.type === 'exclusion' ? namesIn(constraint.definition) : columnsOf(constraint)
}

export function dropsColumn(
  table: ObjectName,
  columns: readonly string[],
  { replayedScript: { steps }, before }: OperationContext,
): boolean {
  return namesOfTable(table, steps, before).some(name =>
    stepsOn(steps, name, 'drop-column').some(({ operation }) =>
      columns.some(column => sameColumn(before, column, operation.column)),
    ),
  )
}

/** The one that it has, and those that the script gives it. */
function namesOfTable(table: ObjectName, steps: readonly Step[], before: SchemaState): readonly ObjectName[] {
  const names = [table]
  for (const { operation } of stepsOf(steps, 'rename-table')) {
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
  replaced?: readonly string[],
): boolean {
  const { steps } = replayedScript
  const isRenamed = steps.some(
    ({ operation }) =>
      operation.kind === 'rename-column' ||
      (operation.kind === 'change-column' && !sameColumn(before, operation.column, operation.to.name)),
  )
  const isKey = wanted === 'unique' || wanted === 'primary-key'
  const isOnItsColumns = (names: readonly string[]): boolean =>
    replaced === undefined ||
    isRenamed ||
    replaced.some(name => names.some(other => sameColumn(before, name, other)))
  const names = namesOfTable(table, steps, before)
  const isTable = (other: ObjectName) => names.some(name => sameObject(before, other, name))
  return steps.some(({ operation }) => {
    if (operation.kind === 'drop-table') return isTable(operation.table)
    if (operation.kind === 'create-index') {
      const { index } = operation
      return isKey && index.unique && isTable(index.table) && isOnItsColumns(namesOfIndex(index))
    }
    const isOf = (type: Constraint['type']): boolean =>
      type === wanted || (isKey && (type === 'primary-key' || type === 'unique' || type === 'exclusion'))
    // ADD id INT AUTO_INCREMENT PRIMARY KEY
    if (operation.kind === 'add-column')
      return (
        isTable(operation.table) &&
        operation.constraints.some(each => isOf(each.type) && isOnItsColumns(namesOn(each)))
      )
    if (operation.kind !== 'add-constraint' || !isTable(operation.table)) return false
    return isOf(operation.constraint.type) && isOnItsColumns(namesOn(operation.constraint))
  })
}

function namesOfIndex({ parts }: Index): readonly string[] {
  return parts.flatMap(({ column, expression = '' }) =>
    column === undefined ? namesIn(expression) : [column],
  )
}

/** The columns of the table that it looks at; undefined where it is not known, or looks at none. */
export function columnsRead(
  table: ObjectName,
  constraint: Constraint | undefined,
  { before }: OperationContext,
): readonly string[] | undefined {
  const names = constraint === undefined ? [] : namesOn(constraint)
  const known = findTable(before, table)?.complete === true
  const columns = known ? names.filter(name => columnIn(before, table, name) !== undefined) : names
  return columns.length === 0 ? undefined : columns
}

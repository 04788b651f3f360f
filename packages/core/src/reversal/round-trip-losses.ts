import type { DialectTraits } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { referencesTo } from '../schema/references.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { strictModeIsOff } from '../schema/strict-mode.ts'
import { isCarriedOver, isEmptiedAgain, isKept, isPutAside } from './kept-values.ts'
import type { Loss, TypeChangeOf } from './loss.ts'
import { lossByCascade } from './loss-by-cascade.ts'
import { lossesOf } from './losses-of.ts'
import { isMade, type Made, noteMade, nothingMade } from './made.ts'

/** Rows and values that were there before up and are not after up and down. */
export function lossesOfRoundTrip(
  { up, down }: ReplayedMigration,
  before: SchemaState,
  traits: DialectTraits,
): readonly Loss[] {
  const counts = (step: Step): boolean => mayRun(step) && !isAboutInternals(step, traits)
  const downSteps = (down?.steps ?? []).filter(counts)
  const upSteps = up.steps.filter(counts)
  const upDone = lossesOfOld(upSteps, nothingMade, lossesByUp({ ...up, steps: upSteps }, downSteps, traits))
  const left = rowsThatStay(upSteps, downSteps, before).filter(
    loss => !isMade(loss, upDone.made, before.semantics),
  )
  const downDone = lossesOfOld(downSteps, upDone.made, lossesByDown(upSteps, downSteps, down))
  const isOfEmpty = madeBefore(up.steps[0])
  return [...upDone.losses, ...left, ...downDone.losses.filter(loss => !isOfEmpty(loss))]
}

/** Tables that earlier pending migrations made and nobody filled before up: what down takes away, up has put there. */
function madeBefore(first: Step | undefined): (loss: Loss) => boolean {
  return loss => first !== undefined && isEmpty(loss, first)
}

function mayRun({ runs }: Step): boolean {
  return runs !== false
}

/** What the engine keeps for itself, such as the counts in sqlite_sequence, is nobody's data. */
function isAboutInternals({ operation }: Step, { internalPrefix }: DialectTraits): boolean {
  return (
    internalPrefix !== undefined &&
    'table' in operation &&
    operation.table?.startsWith(internalPrefix) === true
  )
}

type LossesAt = (step: Step, index: number) => readonly Loss[]

/** What the steps take away of what was there before them and was not `made` earlier. */
function lossesOfOld(
  steps: readonly Step[],
  made: Made,
  lossesAt: LossesAt,
): { readonly made: Made; readonly losses: readonly Loss[] } {
  let madeNow = made
  const losses: Loss[] = []
  for (const [index, step] of steps.entries()) {
    const { operation, before, statement } = step
    for (const loss of lossesAt(step, index)) {
      if (!isMade(loss, madeNow, before.semantics)) losses.push({ ...loss, statement })
    }
    madeNow = noteMade(madeNow, operation, before)
  }
  return { made: madeNow, losses }
}

function lossesByUp(up: ReplayedScript, downSteps: readonly Step[], traits: DialectTraits): LossesAt {
  const replace = replacements(up.steps)
  return (step, index) =>
    [
      ...lossesOf(replace(step.operation, index), step.before, typeChangeAt(step, up, traits)),
      ...leftBehind(replace(step.operation, index), step.before, up.steps),
      ...lossByCascade(step, up),
    ].filter(
      loss =>
        !isEmpty(loss, step) &&
        !isKept(loss, step, up.steps, index, downSteps) &&
        !isCarriedOver(loss, up.steps, index) &&
        !isEmptiedAgain(loss, step, downSteps),
    )
}

function lossesByDown(
  up: readonly Step[],
  steps: readonly Step[],
  down: ReplayedScript | undefined,
): LossesAt {
  const replace = replacements(steps)
  return (step, index) => {
    const operation = replace(step.operation, index)
    const losses = destroysRowsOfBefore(operation, step.before)
      ? [...lossesOf(operation, step.before), ...leftBehind(operation, step.before, steps)]
      : []
    const gone = losses.filter(loss => !isCarriedOver(loss, steps, index) && !isPutAside(loss, up, steps))
    return down === undefined ? gone : [...gone, ...lossByCascade(step, down)]
  }
}

/** A table that an earlier pending migration made and nobody filled. */
function isEmpty({ table }: Loss, { newTables, before }: Step): boolean {
  return newTables.has(before.semantics.objectKey(table))
}

/** INSERT … SELECT from a table before it is dropped keeps its rows: the same rebuild as the recognised one. */
function replacements(steps: readonly Step[]): (operation: Operation, index: number) => Operation {
  const firstCopies = new Map<ObjectName, { readonly index: number; readonly table: ObjectName }>()
  for (const [index, { operation }] of steps.entries()) {
    if (operation.kind !== 'insert-rows' || operation.copiesFrom === undefined) continue
    const source = operation.copiesFrom.table
    if (!firstCopies.has(source)) firstCopies.set(source, { index, table: operation.table })
  }
  return (operation, index) => {
    if (operation.kind !== 'drop-table' || operation.replacedBy !== undefined) return operation
    const copy = firstCopies.get(operation.table)
    return copy !== undefined && copy.index < index ? { ...operation, replacedBy: copy.table } : operation
  }
}

/** Columns that the new table of a rebuild has too, and the copy does not fill. */
function leftBehind(operation: Operation, before: SchemaState, steps: readonly Step[]): readonly Loss[] {
  if (operation.kind !== 'drop-table' || operation.replacedBy === undefined) return []
  const { table, replacedBy } = operation
  const { objectKey, columnKey } = before.semantics
  const [old, built] = [findTable(before, table), findTable(before, replacedBy)]
  const copies = stepsOn(steps, replacedBy, 'insert-rows').flatMap(step =>
    objectKey(step.operation.copiesFrom?.table ?? '') === objectKey(table) ? [step.operation] : [],
  )
  const filled = new Set(copies.flatMap(({ columns }) => columns.map(columnKey)))
  if (old === undefined || built === undefined || copies.some(({ columns }) => columns.length === 0))
    return []
  return copies.length === 0
    ? []
    : [...old.columns]
        .filter(
          ([key, { generated }]) => built.columns.has(key) && !filled.has(key) && generated === undefined,
        )
        .map(([, { name }]) => ({ table: old.name, column: name, what: 'every value' }))
}

/** Without strict mode, a change that would stop at a value that does not fit cuts it instead (MySQL). */
function typeChangeAt(step: Step, script: ReplayedScript, traits: DialectTraits): TypeChangeOf {
  const strict: TypeChangeOf = (from, to, using) => traits.typeChange(from, to, using)
  if (!strictModeIsOff(script, step)) return strict
  return (from, to, using) => {
    const change = strict(from, to, using)
    return change.silentWithoutStrictMode === true ? { ...change, loses: 'silent' } : change
  }
}

/** Down may take away what up or the time since has put there; a WHERE clause is taken to say so, and IF EXISTS
 * that what was never seen is not there. */
function destroysRowsOfBefore(operation: Operation, before: SchemaState): boolean {
  switch (operation.kind) {
    case 'drop-table':
    case 'drop-column':
      return !operation.ifExists || findTable(before, operation.table) !== undefined
    case 'delete-rows':
    case 'update-rows':
      return operation.filter !== 'present'
    case 'change-column':
    case 'change-column-type':
    case 'convert-charset':
    case 'set-column-option':
    case 'insert-rows':
      return false
    default:
      return true
  }
}

/** Rows inserted by up into a table of before, which down does not touch. */
function rowsThatStay(up: readonly Step[], down: readonly Step[], before: SchemaState): readonly Loss[] {
  const { objectKey } = before.semantics
  const touched = new Set(down.flatMap(step => [...emptiedWith(step)].map(objectKey)))
  const made = new Set<string>()
  return up.flatMap(({ operation }) => {
    if (operation.kind === 'create-table') made.add(objectKey(operation.table))
    if (operation.kind !== 'insert-rows' || touched.has(objectKey(operation.table))) return []
    const table = findTable(before, operation.table)
    const may = table !== undefined || (!before.complete && !made.has(objectKey(operation.table)))
    return may ? [{ table: operation.table, what: 'the rows as they were (those that up inserts stay)' }] : []
  })
}

/** The table that the statement takes rows out of, and those whose rows follow by ON DELETE CASCADE. */
function emptiedWith({ operation, before }: Step): ReadonlySet<ObjectName> {
  const tables = new Set(removesRows(operation) ? [operation.table] : [])
  if (operation.kind !== 'delete-rows') return tables
  for (const table of tables) {
    for (const { table: child, foreignKey } of referencesTo(before, table))
      if (foreignKey.onDelete === 'cascade') tables.add(child.name)
  }
  return tables
}

function removesRows(
  operation: Operation,
): operation is OperationOf<
  'delete-rows' | 'truncate-table' | 'drop-table' | 'rename-table' | 'update-rows'
> {
  return ['delete-rows', 'truncate-table', 'drop-table', 'rename-table', 'update-rows'].includes(
    operation.kind,
  )
}

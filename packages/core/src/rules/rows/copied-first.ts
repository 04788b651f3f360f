import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { nameAfter, renameTo } from '../../schema/column-renames.ts'
import { isBefore, placeOf, renamesTo, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { sameObject } from '../names/known-columns.ts'
import { isRolledBack } from '../scripts/transaction-state.ts'
import { capitalized } from '../wording/capitalized.ts'
import { fileInWords } from '../wording/file-in-words.ts'
import type { Copy, CopyPlace, FoundCopy } from './copy.ts'
import { copyOfColumn } from './copy-of-column.ts'
import { copyOfRows } from './copy-of-rows.ts'
import { stepsReading } from './steps-reading.ts'

/** The first statement before this one in the deploy, its own script first, that fills something which stays from the column. */
export function columnCopiedFirst(table: ObjectName, column: string, place: CopyPlace): Copy | undefined {
  const copy = copiedUnderAnyName(table, column, place)
  const own = `${table}.`
  if (copy?.into.startsWith(own) !== true) return copy
  // The column that was filled may have another name since.
  const { replayedScript, step } = place
  const filled = nameAfter(replayedScript.steps, copy.step, table, copy.into.slice(own.length), step)
  return { ...copy, into: `${own}${filled}` }
}

/** By the name that the column has, and by those that it had before the script gave it another one. */
function copiedUnderAnyName(table: ObjectName, column: string, place: CopyPlace): Copy | undefined {
  const { steps } = place.replayedScript
  const rename = renameTo(steps, table, column, place.step)
  const copy = firstCopy(table, column, place, each =>
    rename === undefined || isBefore(steps, rename, each)
      ? copyOfColumn(each, table, column, place)
      : undefined,
  )
  if (rename === undefined || copy?.partly === false) return copy
  const { before, operation } = rename
  const former = copiedUnderAnyName(table, operation.column, { ...place, before, step: rename })
  return former?.partly === false ? former : (copy ?? former)
}

/** The same for a table which stays from the rows of this one. */
export function rowsCopiedFirst(table: ObjectName, place: CopyPlace): Copy | undefined {
  const copy = firstCopy(table, bareName(table), place, step => copyOfRows(step, table, place))
  const { steps } = place.replayedScript
  const rename = renamesTo(steps, table).findLast(each => isBefore(steps, each, place.step))
  if (rename === undefined || copy?.partly === false) return copy
  const former = rowsCopiedFirst(rename.operation.table, { ...place, before: rename.before, step: rename })
  return former === undefined ? copy : { ...former, into: nameNow(former, place) }
}

/** What was filled may have another name since, as that of the table which was copied. */
function nameNow({ into, step: copying }: Copy, { replayedScript: { steps }, step }: CopyPlace): ObjectName {
  const next = stepsOn(steps, into, 'rename-table').find(
    each => isBefore(steps, copying, each) && isBefore(steps, each, step),
  )
  return next?.operation.to ?? into
}

function firstCopy(
  table: ObjectName,
  name: string,
  { replayedScript, step, deployScripts, deploySteps }: CopyPlace,
  find: (step: Step) => FoundCopy | undefined,
): Copy | undefined {
  const { steps } = replayedScript
  const own = stepsReading(steps, name).flatMap(each => {
    if (!isBefore(steps, each, step) || isRolledBack(steps, each, step)) return []
    if (isAnotherSince(table, steps, each, step)) return []
    const { line } = each.statement.location
    const copy = find(each)
    return copy === undefined ? [] : [{ ...copy, line, step: each, at: `line ${line}` }]
  })
  const whole = own.find(copy => !copy.partly)
  if (whole !== undefined) return whole
  const before = stepsReading(deploySteps, name).flatMap(each => {
    if (!isBefore(deploySteps, each, step) || placeOf(steps, each) !== -1) return []
    if (isAnotherSince(table, deploySteps, each, step)) return []
    const copy = find(each)
    const from = copy && deployScripts.find(other => placeOf(other.steps, each) !== -1)
    const last = from?.steps.at(-1)
    if (copy === undefined || last === undefined || isRolledBack(from?.steps ?? [], each, last)) return []
    const { line } = each.statement.location
    return [{ ...copy, line, step: each, at: `line ${line} of ${fileInWords(from?.script.file ?? '')}` }]
  })
  const [first] = [...own, ...before]
  const wholeBefore = before.find(copy => !copy.partly)
  if (wholeBefore !== undefined || first === undefined) return wholeBefore
  const others = own.slice(1).filter(({ into }) => into === first.into)
  const besides = own
    .slice(1)
    .filter(copy => copy.into !== first.into && copy.step.operation.kind === 'insert-rows')
  return {
    ...first,
    ...(others.length > 0 && { others: others.map(({ line }) => line) }),
    ...(besides.length > 0 && { besides }),
  }
}

/** What was copied from the table then is not what has its name now; a rebuild has the same rows. */
function isAnotherSince(table: ObjectName, steps: readonly Step[], copying: Step, step: Step): boolean {
  const drops = stepsOn(steps, table, 'drop-table').filter(
    ({ operation }) => operation.replacedBy === undefined,
  )
  const { operation: copy } = copying
  const filled = copy.kind === 'insert-rows' || copy.kind === 'create-table' ? copy.table : undefined
  // The copy of a rebuild is what has the name now.
  const renames = renamesTo(steps, table).filter(
    ({ operation, before }) =>
      operation.completesRebuild !== true ||
      (filled !== undefined && sameObject(before, operation.table, filled)),
  )
  return [...drops, ...renames].some(each => isBefore(steps, copying, each) && isBefore(steps, each, step))
}

/** What a message adds where some of the values are kept. */
export function keptInPart(copy: Copy | undefined): string {
  if (copy === undefined) return ''
  if (copy.isComputed === true)
    return ` ${capitalized(copy.at)} computes ${copy.into} from it, which does not tell the values any more.`
  return copy.asRow === true
    ? ` ${capitalized(copy.at)} makes a row of ${copy.into} where it is set.`
    : ` ${capitalized(copy.at)} fills ${copy.into} from it, but perhaps not from every row.`
}

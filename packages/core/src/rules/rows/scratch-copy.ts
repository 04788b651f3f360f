import type { ObjectName } from '../../operations/column.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { sourcesOf } from '../deploy/copy-sources.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

interface ScratchCopy {
  readonly from: ObjectName
  readonly copied: number
  readonly refilled: number
}

/** A table that the script makes, fills from another one that stays, and drops when that one has rows again. */
export function scratchCopy(
  table: ObjectName,
  { replayedScript: { steps }, step, before, isMade }: OperationContext,
): ScratchCopy | undefined {
  if (!isMade(table)) return undefined
  const fills = [
    ...stepsOn(steps, table, 'create-table').filter(({ operation }) => operation.asSelect === true),
    ...stepsOn(steps, table, 'insert-rows', 'update-rows'),
  ].filter(each => isBefore(steps, each, step))
  const [fill, ...others] = fills
  if (fill === undefined || others.length > 0 || fill.operation.kind === 'update-rows') return undefined
  const sources = sourcesOf(fill)
  const names = sources === 'unknown' ? [] : [...sources].filter(each => !sameObject(before, each, table))
  const [source, ...more] = names.map(each => findTable(before, each)?.name)
  if (source === undefined || more.length > 0) return undefined
  const emptied = stepsOn(steps, source, 'truncate-table', 'delete-rows', 'drop-table').find(each =>
    isBefore(steps, fill, each),
  )
  const refill =
    emptied &&
    stepsOn(steps, source, 'insert-rows').find(
      each => isBefore(steps, emptied, each) && isBefore(steps, each, step),
    )
  return refill && { from: source, copied: fill.location.line, refilled: refill.location.line }
}

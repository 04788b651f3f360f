import type { Index } from '../../operations/column.ts'
import type { Step } from '../../schema/replay.ts'
import { lookupColumns } from '../../schema/served-indexes.ts'
import { goneInDeploy } from '../deploy/index-in-deploy.ts'
import { inPlace } from '../deploy/later-in-deploy.ts'
import { rowsFoundBy } from '../deploy/used-later.ts'
import type { OperationContext } from '../rule.ts'
import { leaveBothOut } from './leave-both-out.ts'

/** For an index that is gone when the deploy is over: nobody gets anything for the time that it takes to build. */
export function leaveIndexOut(index: Index, context: OperationContext): string | undefined {
  const gone = goneInDeploy(index, context)
  if (gone === undefined) return undefined
  const where = inPlace(gone, context)
  if (gone.operation.kind === 'drop-index' && isForDeploy(index, [context.step, gone], context))
    return undefined
  return gone.operation.kind === 'drop-index'
    ? leaveBothOut('this and the DROP INDEX', [gone], 'the deploy itself needs the index in between', context)
    : `Leave it out, unless the deploy itself needs it: ${where} drops the ${gone.operation.kind === 'drop-column' ? 'column' : 'table'}.`
}

/** An index that the deploy makes for itself: it finds rows by its first column before it drops it. */
export function isForDeploy(
  index: Index,
  life: readonly [Step, Step],
  context: Pick<OperationContext, 'deploySteps' | 'before'>,
): boolean {
  const [column] = lookupColumns(index)
  return column !== undefined && rowsFoundBy(index.table, column, life, context) !== undefined
}

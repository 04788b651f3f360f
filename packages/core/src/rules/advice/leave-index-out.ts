import type { Index } from '../../operations/column.ts'
import { goneInDeploy } from '../deploy/index-in-deploy.ts'
import { inPlace } from '../deploy/later-in-deploy.ts'
import type { OperationContext } from '../rule.ts'
import { leaveBothOut } from './leave-both-out.ts'

/** For an index that is gone when the deploy is over: nobody gets anything for the time that it takes to build. */
export function leaveIndexOut(index: Index, context: OperationContext): string | undefined {
  const gone = goneInDeploy(index, context)
  if (gone === undefined) return undefined
  const where = inPlace(gone, context)
  return gone.operation.kind === 'drop-index'
    ? leaveBothOut('this and the DROP INDEX', [gone], 'the deploy itself needs the index in between', context)
    : `Leave it out, unless the deploy itself needs it: ${where} drops the ${gone.operation.kind === 'drop-column' ? 'column' : 'table'}.`
}

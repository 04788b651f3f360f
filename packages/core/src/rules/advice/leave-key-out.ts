import type { Constraint, ObjectName } from '../../operations/column.ts'
import { constraintGoneInDeploy } from '../deploy/constraint-in-deploy.ts'
import { inPlace } from '../deploy/later-in-deploy.ts'
import type { OperationContext } from '../rule.ts'
import { leaveBothOut } from './leave-both-out.ts'

/** For a key that is gone when the deploy is over: nobody gets anything for the time that its index takes to build. */
export function leaveKeyOut(
  table: ObjectName,
  key: Constraint,
  name: string,
  context: OperationContext,
): string | undefined {
  const gone = constraintGoneInDeploy(table, key, name, context)
  if (gone === undefined) return undefined
  const where = inPlace(gone, context)
  return gone.operation.kind === 'drop-constraint'
    ? leaveBothOut(
        'this and the DROP CONSTRAINT',
        [gone],
        'the deploy itself needs the key in between',
        context,
      )
    : `Leave it out, unless the deploy itself needs it: ${where} drops the ${gone.operation.kind === 'drop-column' ? 'column' : 'table'}.`
}

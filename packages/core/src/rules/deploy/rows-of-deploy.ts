import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import type { OperationContext } from '../rule.ts'

interface Filling {
  /** `INSERT in line 3`. */
  readonly text: string
  readonly isSeveral: boolean
}

/** What has put rows into a table that the script itself has made, which nobody uses yet. */
export function rowsOfDeploy(table: ObjectName, context: OperationContext): Filling | undefined {
  const { replayedScript, step, isMade } = context
  if (!isMade(table)) return undefined
  const [first, second] = earlierSteps(
    replayedScript.steps,
    step,
    table,
    'create-table',
    'insert-rows',
  ).filter(({ operation }) => operation.kind === 'insert-rows' || operation.asSelect === true)
  if (first === undefined) return undefined
  const { line } = first.statement.location
  if (second !== undefined) return { text: `statements from line ${line} on`, isSeveral: true }
  const verb = first.operation.kind === 'insert-rows' ? 'INSERT' : 'CREATE TABLE'
  return { text: `${verb} in line ${line}`, isSeveral: false }
}

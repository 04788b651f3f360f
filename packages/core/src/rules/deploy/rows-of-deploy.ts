import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

interface Filling {
  /** `INSERT in line 3`. */
  readonly text: string
  readonly isSeveral: boolean
  /** Tables that it reads and that the deploy makes: before the deploy it does not run. */
  readonly needsDeploy?: readonly ObjectName[]
}

/** What has put rows into a table that the script itself has made, which nobody uses yet. */
export function rowsOfDeploy(table: ObjectName, context: OperationContext): Filling | undefined {
  const { replayedScript, step, isMade } = context
  if (!isMade(table)) return undefined
  const filling = earlierSteps(replayedScript.steps, step, table, 'create-table', 'insert-rows').filter(
    ({ operation }) => operation.kind === 'insert-rows' || operation.asSelect === true,
  )
  const [first, second] = filling
  if (first === undefined) return undefined
  const { line } = first.statement.location
  const made = filling.flatMap(({ statement }) => madeTables(statement.text, table, context))
  const needs = made.length > 0 ? { needsDeploy: [...new Set(made)] } : {}
  if (second !== undefined) return { text: `statements from line ${line} on`, isSeveral: true, ...needs }
  const verb = first.operation.kind === 'insert-rows' ? 'INSERT' : 'CREATE TABLE'
  return { text: `${verb} in line ${line}`, isSeveral: false, ...needs }
}

/** Those behind FROM and JOIN, but the table itself. */
function madeTables(
  text: string,
  table: ObjectName,
  { before, deployed, isMade }: OperationContext,
): readonly ObjectName[] {
  return [...text.matchAll(/\b(?:from|join)\s+([\w."`]+)/gi)].flatMap(([, written = '']) => {
    const name = written.replace(/["`]/g, '')
    const isNew = findTable(deployed, name) === undefined && findTable(before, name) !== undefined
    return isNew && isMade(name) && !sameObject(before, name, table) ? [name] : []
  })
}

import type { Statement } from '../../migration/migration.ts'
import type { Step } from '../../schema/replay.ts'

/** Code decides whether it runs: a branch of the migration's function, or a DO block around it. */
export function isConditional({ conditions = [], operations }: Statement): boolean {
  return conditions.length > 0 || operations.some(({ kind }) => kind === 'run-code')
}

/** The one runs for certain, or under conditions of code that the other one is under as well. */
export function runsIfDoes(one: Step, other: Step): boolean {
  if (one.runs === true && !isConditional(one.statement)) return true
  const conditions = one.statement.conditions ?? []
  return (
    conditions.length > 0 &&
    one.runs !== false &&
    (one.operation.conditions ?? []).length === 0 &&
    conditions.every(each => other.statement.conditions?.includes(each) === true)
  )
}

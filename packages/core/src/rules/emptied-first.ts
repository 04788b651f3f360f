import type { Operation } from '../operations/operation.ts'
import { oncePer } from '../schema/once-per.ts'
import { withKey, withoutKey } from '../schema/persistent-set.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'

/** Has this script taken every row out of the table before the step, and put none in since? */
export function isEmptiedFirst(table: string, step: Step, script: ReplayedScript): boolean {
  return emptiedBefore(script).get(step)?.has(step.before.semantics.objectKey(table)) === true
}

const none: ReadonlySet<string> = new Set()

/** Object keys of the tables that are empty before each step. */
const emptiedBefore = oncePer(({ steps }: ReplayedScript): ReadonlyMap<Step, ReadonlySet<string>> => {
  const known = new Map<Step, ReadonlySet<string>>()
  let emptied = none
  for (const step of steps) {
    known.set(step, emptied)
    emptied = emptiedAfter(step, emptied)
  }
  return known
})

function emptiedAfter(
  { operation, before: { semantics } }: Step,
  emptied: ReadonlySet<string>,
): ReadonlySet<string> {
  if (takesAllRows(operation)) return withKey(emptied, semantics.objectKey(operation.table))
  // What cannot be seen may have put rows in.
  if (operation.kind === 'unreadable' || (operation.kind === 'run-code' && operation.dynamic)) return none
  return operation.kind === 'insert-rows'
    ? withoutKey(emptied, semantics.objectKey(operation.table))
    : emptied
}

function takesAllRows(
  operation: Operation,
): operation is Extract<Operation, { kind: 'truncate-table' | 'delete-rows' }> {
  if (operation.conditions !== undefined && operation.conditions.length > 0) return false
  return (
    operation.kind === 'truncate-table' || (operation.kind === 'delete-rows' && operation.filter === 'absent')
  )
}

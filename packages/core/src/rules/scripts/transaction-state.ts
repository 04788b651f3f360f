import type { Script } from '../../migration/migration.ts'
import { isBefore, placeOf, stepsOf } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'

/** Is a transaction open when this step runs: the runner's, or one that the script has opened? */
export function inTransactionAt(script: Script, steps: readonly Step[], position: number): boolean {
  return transactionAt(script, steps, position) !== 'none'
}

export function transactionAt(
  script: Script,
  steps: readonly Step[],
  position: number,
): 'none' | 'runner' | 'script' {
  let state: 'none' | 'runner' | 'script' = script.transaction === 'none' ? 'none' : 'runner'
  for (const step of stepsOf(steps, 'control-transaction')) {
    if (placeOf(steps, step) >= position) break
    const { operation } = step
    if (operation.action === 'begin' && state === 'none') state = 'script'
    if (operation.action === 'commit' || operation.action === 'rollback') state = 'none'
  }
  return state
}

/** Those of the steps that run in the transaction which is open at this one: what a COMMIT has ended holds no lock any
 * more. */
export function inTransactionOf<Each extends Step>(
  script: Script,
  steps: readonly Step[],
  step: Step,
  some: readonly Each[],
): { readonly earlier: readonly Each[]; readonly later: readonly Each[] } {
  const position = placeOf(steps, step)
  if (some.length === 0 || !inTransactionAt(script, steps, position)) return { earlier: [], later: [] }
  const ends = stepsOf(steps, 'control-transaction').filter(endsTransaction)
  const places = ends.map(end => placeOf(steps, end))
  const start = places.findLast(place => place < position) ?? -1
  const end = places.find(place => place > position) ?? steps.length
  const isWithin = (each: Step, from: number, to: number): boolean =>
    placeOf(steps, each) > from && placeOf(steps, each) < to
  return {
    earlier: some.filter(each => isWithin(each, start, position)),
    later: some.filter(each => isWithin(each, position, end)),
  }
}

/** All steps that run in the transaction which is open at this one. */
export function inSameTransaction(
  script: Script,
  steps: readonly Step[],
  step: Step,
): { readonly earlier: readonly Step[]; readonly later: readonly Step[] } {
  return inTransactionOf(script, steps, step, steps)
}

export function endsTransaction({ operation }: Step): boolean {
  return (
    operation.kind === 'control-transaction' &&
    (operation.action === 'commit' || operation.action === 'rollback')
  )
}

/** Is the work of the one step undone before the other runs? */
export function isRolledBack(steps: readonly Step[], one: Step, other: Step): boolean {
  const end = stepsOf(steps, 'control-transaction').find(
    step => isBefore(steps, one, step) && (undoes(step) || endsTransaction(step)),
  )
  return end !== undefined && undoes(end) && isBefore(steps, end, other)
}

function undoes({ operation }: Step): boolean {
  return (
    operation.kind === 'control-transaction' &&
    (operation.action === 'rollback' || operation.action === 'rollback-to')
  )
}

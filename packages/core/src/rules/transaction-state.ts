import type { Script } from '../migration/migration.ts'
import type { Step } from '../schema/replay.ts'

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
  for (const { operation } of steps.slice(0, position)) {
    if (operation.kind !== 'control-transaction') continue
    if (operation.action === 'begin' && state === 'none') state = 'script'
    if (operation.action === 'commit' || operation.action === 'rollback') state = 'none'
  }
  return state
}

/** The steps that run in the transaction which is open at this one: what a COMMIT has ended holds no lock any more. */
export function inSameTransaction(
  script: Script,
  steps: readonly Step[],
  position: number,
): { readonly earlier: readonly Step[]; readonly later: readonly Step[] } {
  if (!inTransactionAt(script, steps, position)) return { earlier: [], later: [] }
  const start = steps.slice(0, position).findLastIndex(endsTransaction) + 1
  const end = steps.findIndex((step, index) => index > position && endsTransaction(step))
  return {
    earlier: steps.slice(start, position),
    later: steps.slice(position + 1, end === -1 ? undefined : end),
  }
}

export function endsTransaction({ operation }: Step): boolean {
  return (
    operation.kind === 'control-transaction' &&
    (operation.action === 'commit' || operation.action === 'rollback')
  )
}

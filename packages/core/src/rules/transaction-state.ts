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

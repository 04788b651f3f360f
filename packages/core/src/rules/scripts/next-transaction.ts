import type { OperationContext } from '../rule.ts'

/** Where a statement runs in another transaction than this script: the migrations of a batch share one. */
export function nextTransaction({ script }: Pick<OperationContext, 'script'>): string {
  return script.transaction === 'batch' ? 'another deploy' : 'another migration'
}

import type { Effect } from '../../dialects/dialect.ts'
import type { FindingLock } from '../finding.ts'

/** The effect that hurts most, as a finding shows it; none where nobody has to wait. */
export function findingLock(effects: readonly Effect[]): FindingLock | undefined {
  const worst =
    effects.find(effect => effect.blocksReads === true) ??
    effects.find(effect => effect.blocksWrites === true)
  if (worst === undefined) return undefined
  return {
    mode: worst.lock ?? 'unknown',
    table: worst.table,
    rewrite: worst.rewrite === true,
    blocks: blocks(worst),
  }
}

function blocks(effect: Effect): string {
  if (effect.blocksReads === true) return effect.blocksWrites === false ? 'reads' : 'reads and writes'
  return 'writes'
}

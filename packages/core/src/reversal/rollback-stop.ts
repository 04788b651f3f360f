import type { ReplayedMigration } from '../schema/replay.ts'
import { assumeRun, type Stop } from './assume.ts'

/** All of them undone, from the last to the first: where a down script stops at what those before it have left behind or
 * not brought back. */
export function rollbackStop(migrations: readonly ReplayedMigration[]): Stop | undefined {
  const [first] = migrations
  if (first === undefined) return undefined
  const steps = migrations.flatMap(({ up }) => up.steps)
  const back = migrations.toReversed().flatMap(({ down }) => down?.steps ?? [])
  return assumeRun({ ...first.up, steps }, { steps: back }).downStop
}

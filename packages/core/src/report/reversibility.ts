import type { DialectTraits } from '../dialects/dialect.ts'
import { assumeRun } from '../reversal/assume.ts'
import { lossInWords } from '../reversal/loss.ts'
import { gradeOf, roundTrip } from '../reversal/round-trip.ts'
import { lossesOfRoundTrip } from '../reversal/round-trip-losses.ts'
import type { ReplayedMigration } from '../schema/replay.ts'
import type { MigrationReport } from './report.ts'

/** Whether the migration can be taken back. Without a down script it still says what up destroys. */
export function reversibilityOf(
  replayed: ReplayedMigration,
  traits: DialectTraits,
): MigrationReport['reversibility'] {
  const trip = roundTrip(replayed, traits)
  const grade = gradeOf(replayed, trip)
  // What is said of all parts of a migration is said with the first.
  if (trip && replayed.parts !== undefined && replayed.parts[0] !== replayed)
    return { grade, lost: [], differences: [] }
  if (trip) return { grade, lost: trip.lost, differences: trip.differences }
  const { before } = assumeRun(replayed.up)
  const lost = lossesOfRoundTrip(replayed, before, traits).map(lossInWords)
  return { grade, lost: [...new Set(lost)], differences: [] }
}

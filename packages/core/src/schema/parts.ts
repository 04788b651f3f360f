import type { ReplayedMigration } from './replay.ts'

/** What is taken back together: each migration alone, the parts of one as one. */
export function takenBackTogether(
  replayed: readonly ReplayedMigration[],
): readonly (readonly ReplayedMigration[])[] {
  return replayed.flatMap(each => {
    const { parts = [each] } = each
    return parts[0] === each ? [parts] : []
  })
}

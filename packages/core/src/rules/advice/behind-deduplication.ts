import type { Step } from '../../schema/replay.ts'

/** An index that is built in a migration of its own, where the script has taken the duplicates away before. */
export function behindDeduplication(deduplication: Step | undefined): string {
  if (deduplication === undefined) return ''
  const { operation, location } = deduplication
  const what = operation.kind === 'delete-rows' ? 'DELETE' : 'UPDATE'
  return ` It comes behind the ${what} in line ${location.line}, which goes into a migration before it: the duplicates that it takes away would stop it, as do those that are written in between.`
}

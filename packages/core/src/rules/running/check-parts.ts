import type { Script } from '../../migration/migration.ts'
import { partsAsOne, wholeOf } from '../../reversal/parts-as-one.ts'
import { roundTrip } from '../../reversal/round-trip.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { Finding } from '../finding.ts'
import type { MigrationContext } from '../rule.ts'
import type { ActiveRule } from './rule-settings.ts'
import { toFindings } from './to-finding.ts'

/** What a rule that sees parts as one says of a migration; undefined in a deploy without parts. */
export type CheckPart = (context: MigrationContext, active: ActiveRule) => readonly Finding[] | undefined

/** Each rule looks at the parts together once. What it says stands at the part whose file it is in. */
export function partsChecker(): CheckPart {
  const known = new Map<ActiveRule, Map<ReplayedMigration, readonly Finding[]>>()
  return (context, active) => {
    const { replayed, pending, applied } = context
    if (partsAsOne(pending) === pending && partsAsOne(applied) === applied) return undefined
    const whole = wholeOf(replayed)
    const ofRule = known.get(active) ?? new Map<ReplayedMigration, readonly Finding[]>()
    const findings = ofRule.get(whole) ?? checkWhole(whole, context, active)
    known.set(active, ofRule.set(whole, findings))
    const { parts } = replayed
    return parts === undefined
      ? findings
      : findings
          .filter(finding => partOf(finding, parts) === replayed)
          .map(finding => inOwnFile(finding, replayed))
  }
}

function checkWhole(
  whole: ReplayedMigration,
  context: MigrationContext,
  active: ActiveRule,
): readonly Finding[] {
  const { migration } = whole
  const problems = active.rule.checkMigration?.({
    ...context,
    migration,
    replayed: whole,
    roundTrip: roundTrip(whole, context.traits),
    pending: partsAsOne(context.pending),
    applied: partsAsOne(context.applied),
    options: active.options,
  })
  return toFindings(problems, active, { migration, direction: 'up' })
}

function partOf({ file }: Finding, parts: readonly ReplayedMigration[]): ReplayedMigration | undefined {
  const isIn = (script: Script | undefined): boolean =>
    script?.file === file || script?.included?.some(each => each.file === file) === true
  return parts.find(({ migration: { up, down } }) => isIn(up) || isIn(down)) ?? parts[0]
}

/** Only of a place in an included file it is said which. */
function inOwnFile(finding: Finding, { migration: { up, down } }: ReplayedMigration): Finding {
  if (finding.location === undefined) return finding
  const { file, ...location } = finding.location
  return file === up.file || file === down?.file ? { ...finding, location } : finding
}

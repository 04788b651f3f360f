import type { Finding } from '../rules/finding.ts'
import type { Risk, RiskLevel, RiskPart } from './risk.ts'
import { shareOut } from './share-out.ts'
import { ceilings, type Tier, tierOf, weightOf } from './weights.ts'

/** The findings of one migration, or (with an empty name) those of the deploy as a whole. */
export interface ScoredFindings {
  readonly migration: string
  readonly findings: readonly Finding[]
}

/**
 * Each finding takes its share of what is left of safety: 100 × (1 − Π(1 − points / 100)). Tiers of lesser
 * findings stop at their ceiling. Suppressed findings take nothing.
 */
export function score(groups: readonly ScoredFindings[]): Risk {
  const counted = groups.flatMap(({ migration, findings }) =>
    findings.filter(finding => !finding.suppressed).map(finding => weigh(migration, finding)),
  )
  if (counted.length === 0) return { score: 0, level: 'none', parts: [] }

  const tiers = tierNames.map(tier =>
    limit(
      tier,
      counted.filter(part => part.tier === tier),
    ),
  )
  const strength = tiers.reduce((sum, tier) => sum + tier.strength, 0)
  const total = Math.max(1, Math.round(100 * (1 - Math.exp(-strength))))
  const parts = tiers.flatMap(tier => tier.parts).sort(byPlace)
  const points = shareOut(
    total,
    parts.map(part => part.strength),
  )
  return {
    score: total,
    level: levelOf(total),
    parts: parts
      .map(
        ({ ruleId, migration, why }, index): RiskPart => ({
          points: points[index] ?? 0,
          ruleId,
          migration,
          why,
        }),
      )
      .filter(part => part.points > 0)
      .sort((a, b) => b.points - a.points || byPlace(a, b)),
  }
}

const tierNames: readonly Tier[] = ['error', 'reversibility', 'warning', 'info']

interface WeighedPart {
  readonly tier: Tier
  /** −ln(1 − points / 100): strengths add up where shares of what is left multiply. */
  readonly strength: number
  readonly ruleId: string
  readonly migration: string
  readonly why: string
}

function weigh(migration: string, finding: Finding): WeighedPart {
  return {
    tier: tierOf(finding),
    strength: strengthOf(weightOf(finding).points),
    ruleId: finding.ruleId,
    migration,
    why: finding.message,
  }
}

function strengthOf(points: number): number {
  return -Math.log(1 - points / 100)
}

/** A tier over its ceiling keeps its proportions and is scaled down to it. */
function limit(
  tier: Tier,
  parts: readonly WeighedPart[],
): { strength: number; parts: readonly WeighedPart[] } {
  const sum = parts
    .map(part => part.strength)
    .sort((a, b) => a - b)
    .reduce((total, strength) => total + strength, 0)
  const most = tier === 'error' ? Number.POSITIVE_INFINITY : strengthOf(ceilings[tier])
  if (sum <= most) return { strength: sum, parts }
  return { strength: most, parts: parts.map(part => ({ ...part, strength: (part.strength * most) / sum })) }
}

/** The least score of each level. */
const levels: readonly (readonly [number, RiskLevel])[] = [
  [80, 'critical'],
  [50, 'high'],
  [25, 'medium'],
  [1, 'low'],
]

export function levelOf(points: number): RiskLevel {
  return levels.find(([least]) => points >= least)?.[1] ?? 'none'
}

type Place = Pick<RiskPart, 'ruleId' | 'migration' | 'why'>

function byPlace(a: Place, b: Place): number {
  return compare(a.ruleId, b.ruleId) || compare(a.migration, b.migration) || compare(a.why, b.why)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

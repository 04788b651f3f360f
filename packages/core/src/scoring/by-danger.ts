import type { Finding, Severity } from '../rules/finding.ts'
import { weightOf } from './weights.ts'

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Sorts what matters most first, for a report that has no room for all: by severity, then by weight. */
export function byDanger(a: Finding, b: Finding): number {
  return order[a.severity] - order[b.severity] || weightOf(b).points - weightOf(a).points
}

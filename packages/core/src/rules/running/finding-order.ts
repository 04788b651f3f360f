import type { Finding } from '../finding.ts'

/** By direction, file, line, column, rule and message; what concerns a whole file comes last in it. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.direction === 'down') - Number(b.direction === 'down') ||
      compareText(a.file, b.file) ||
      compareNumber(a.location?.line, b.location?.line) ||
      compareNumber(a.location?.column, b.location?.column) ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.message, b.message),
  )
}

/** By code unit: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareNumber(a = Number.MAX_SAFE_INTEGER, b = Number.MAX_SAFE_INTEGER): number {
  return a - b
}

import type { LayoutProblem } from './layouts/layout.ts'
import type { Finding } from './rules/finding.ts'
import { builtInRules } from './rules/index.ts'
import type { ActiveRule } from './rules/running/rule-settings.ts'
import { toFindings } from './rules/running/to-finding.ts'

/** What finding the files has noted, as findings of the rules of that name, unless these are off. */
export function layoutFindings(
  problems: readonly LayoutProblem[],
  rules: readonly ActiveRule[],
): readonly Finding[] {
  return problems.flatMap(({ ruleId, file, location, message, instead, severity }) => {
    const active = rules.find(({ rule }) => rule.id === ruleId)
    if (active === undefined) {
      if (builtInRules.some(({ id }) => id === ruleId)) return []
      throw new Error(`A layout reports "${ruleId}", and there is no rule of that name.`)
    }
    const problem = {
      message,
      at: { file, ...(location && { location }) },
      ...(instead === undefined ? {} : { instead }),
      ...(severity === undefined ? {} : { severity }),
    }
    return toFindings(problem, active, { file, direction: 'up' })
  })
}

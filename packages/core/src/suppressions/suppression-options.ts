import type { Rule } from '../rules/rule.ts'
import type { RuleSettings } from '../rules/running/rule-settings.ts'

export interface SuppressionOptions {
  /** Every rule that there is, on or off. */
  readonly rules: readonly Rule[]
  readonly settings?: RuleSettings
  readonly requireReason?: boolean
}

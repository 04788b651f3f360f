import type { Severity } from '../finding.ts'
import type { Rule, RuleSetting } from '../rule.ts'

export type RuleSettings = Readonly<Record<string, RuleSetting>>

/** A rule with what the config says about it. */
export interface ActiveRule {
  readonly rule: Rule
  /** The config's severity, which then holds for all of the rule's findings. */
  readonly severity?: Severity
  readonly options: Readonly<Record<string, unknown>>
}

/** Of a rule that has none. */
export const noOptions: ActiveRule['options'] = {}

/** Turns on all opt-in rules of the category of that name. */
export const presets = ['style'] as const
export type Preset = (typeof presets)[number]

/** The rules that are on: all but those that are set to `off`, or opt-in and in none of the presets. */
export function activeRules(
  rules: readonly Rule[],
  settings: RuleSettings,
  chosen: readonly Preset[] = [],
): readonly ActiveRule[] {
  return rules.flatMap(rule => {
    const isOn = rule.optIn !== true || chosen.some(preset => preset === rule.category)
    const active = activate(rule, settings[rule.id], isOn)
    return active === undefined ? [] : [active]
  })
}

function activate(rule: Rule, setting: RuleSetting | undefined, isOn: boolean): ActiveRule | undefined {
  if (setting === undefined) return isOn ? { rule, options: rule.defaultOptions ?? noOptions } : undefined
  const [severity, options] = typeof setting === 'string' ? [setting, {}] : setting
  if (severity === 'off') return undefined
  return { rule, severity, options: { ...rule.defaultOptions, ...options } }
}

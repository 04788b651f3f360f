import { closestName } from '../../did-you-mean.ts'
import { UserError } from '../../user-error.ts'
import { builtInRules } from '../index.ts'
import type { Rule } from '../rule.ts'
import type { RuleSettings } from './rule-settings.ts'

export interface RulesFrom {
  readonly name: string
  readonly rules?: readonly Rule[]
}

/** The built-in rules and the plugins', whose ids start with their plugin's name. */
export function registerRules(plugins: readonly RulesFrom[] = []): readonly Rule[] {
  const rules = new Map(builtInRules.map(rule => [rule.id, rule]))
  for (const plugin of plugins) {
    for (const rule of plugin.rules ?? []) {
      const id = rule.id.startsWith(`${plugin.name}/`) ? rule.id : `${plugin.name}/${rule.id}`
      if (rules.has(id))
        throw new UserError(
          `Two rules are called "${id}": rename one of them in the plugin "${plugin.name}".`,
        )
      rules.set(id, { ...rule, id })
    }
  }
  return [...rules.values()]
}

/** Every id in the config's `rules` is a rule that exists. */
export function checkRuleSettings(settings: RuleSettings, rules: readonly Rule[]): void {
  const ids = rules.map(rule => rule.id)
  for (const id of Object.keys(settings)) {
    if (!ids.includes(id)) throw new UserError(unknownRule(id, ids))
  }
}

export function findRule(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find(candidate => candidate.id === id)
  if (rule === undefined)
    throw new UserError(
      unknownRule(
        id,
        rules.map(candidate => candidate.id),
      ),
    )
  return rule
}

function unknownRule(id: string, ids: readonly string[]): string {
  const near = closestName(id, ids)
  const hint = near === undefined ? '"migration-lint rules" lists them all' : `did you mean "${near}"?`
  return `There is no rule "${id}": ${hint}`
}

import { didYouMean } from '../did-you-mean.ts'
import { categories } from '../rules/finding.ts'
import type { Rule, RuleSetting } from '../rules/rule.ts'
import type { Config, Plugin } from './config.ts'
import {
  at,
  fail,
  failValue,
  fieldsOf,
  isObject,
  listOf,
  oneOf,
  type Place,
  type Reader,
  text,
} from './read-value.ts'

const severities = ['error', 'warning', 'info', 'off'] as const

/** A plugin's rule is set as `<plugin>/<rule>`. */
export function checkRuleSettings(
  ruleIds: readonly string[],
  plugins: readonly Plugin[],
): Reader<NonNullable<Config['rules']>> {
  const known = [
    ...ruleIds,
    ...plugins.flatMap(({ name, rules }) => (rules ?? []).map(({ id }) => `${name}/${id}`)),
  ]
  return (value, place) => {
    if (!isObject(value)) failValue(place, 'an object with a key for each rule', value)
    return Object.fromEntries(
      Object.entries(value).map(([id, setting]): [string, RuleSetting] => {
        if (!known.includes(id))
          fail(
            place,
            `unknown rule "${id}"${didYouMean(id, known) || '; migration-lint rules lists them all.'}`,
          )
        return [id, checkSetting(setting, at(place, id))]
      }),
    )
  }
}

function checkSetting(value: unknown, place: Place): RuleSetting {
  if (!Array.isArray(value)) return oneOf(severities)(value, place)
  const [severity, options, ...rest]: readonly unknown[] = value
  if (!isObject(options) || rest.length > 0)
    failValue(place, 'a severity, or a list of a severity and its options', value)
  return [oneOf(severities)(severity, place), options]
}

export const checkPlugins: Reader<readonly Plugin[]> = listOf((value, place) => {
  const fields = fieldsOf(value, place, ['name', 'rules'])
  const name = fields.read('name', text) ?? fail(place, `${place.path} needs a name.`)
  const rules = fields.read('rules', listOf(checkRule, 'a list of rules'))
  return { name, ...(rules !== undefined && { rules }) }
}, 'a list of plugins')

const checkRule: Reader<Rule> = (value, place) => {
  if (isRule(value)) {
    oneOf(categories)(value.category, at(place, 'category'))
    oneOf(['error', 'warning', 'info'])(value.severity, at(place, 'severity'))
    return value
  }
  return fail(
    place,
    `${place.path} is not a rule: it needs id, category, severity, title, why, instead and examples.`,
  )
}

/** Its texts are there; what its checks return is faced when they run. */
function isRule(value: unknown): value is Rule {
  if (!isObject(value)) return false
  const texts = ['id', 'category', 'severity', 'title', 'why', 'instead']
  return texts.every(key => typeof value[key] === 'string') && isObject(value.examples)
}

import { layouts } from '../layouts/index.ts'
import type { DialectName } from '../migration/migration.ts'
import { presets } from '../rules/running/rule-settings.ts'
import { checkEnvironments } from './check-environments.ts'
import { checkPlugins, checkRuleSettings } from './check-rules.ts'
import type { Config } from './config.ts'
import { failValue, fieldsOf, flag, listOf, oneOf, type Reader, text, wholeNumber } from './read-value.ts'

const dialectNames: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']

const keys = [
  '$schema',
  'migrations',
  'layout',
  'dialect',
  'dbVersion',
  'baseline',
  'placeholders',
  'rules',
  'presets',
  'plugins',
  'startAfter',
  'failOn',
  'maxRisk',
  'environments',
  'suppressions',
  'knex',
] as const

/**
 * The config that a user wrote, or a UserError: one sentence that starts with `source` (the file's name).
 * `ruleIds` are those of the built-in rules.
 */
export function checkConfig(value: unknown, source: string, ruleIds: readonly string[]): Config {
  const fields = fieldsOf(value, { source, path: '' }, keys)
  fields.read('$schema', text)
  const migrations = fields.read('migrations', paths)
  const layout = fields.read('layout', oneOf(layouts.map(({ name }) => name)))
  const dialect = fields.read('dialect', oneOf(dialectNames))
  const dbVersion = fields.read('dbVersion', version)
  const baseline = fields.read('baseline', text)
  const placeholders = fields.read('placeholders', listOf(placeholder, 'a list of patterns such as "@*@"'))
  const plugins = fields.read('plugins', checkPlugins)
  const rules = fields.read('rules', checkRuleSettings(ruleIds, plugins ?? []))
  const chosenPresets = fields.read('presets', listOf(oneOf(presets), 'a list of presets'))
  const startAfter = fields.read('startAfter', text)
  const failOn = fields.read('failOn', oneOf(['error', 'warning', 'never']))
  const maxRisk = fields.read('maxRisk', wholeNumber(0, 100))
  const environments = fields.read('environments', checkEnvironments)
  const suppressions = fields.read('suppressions', checkSuppressions)
  const knex = fields.read('knex', checkKnex)
  return {
    ...(migrations !== undefined && { migrations }),
    ...(layout !== undefined && { layout }),
    ...(dialect !== undefined && { dialect }),
    ...(dbVersion !== undefined && { dbVersion }),
    ...(baseline !== undefined && { baseline }),
    ...(placeholders !== undefined && { placeholders }),
    ...(rules !== undefined && { rules }),
    ...(chosenPresets !== undefined && { presets: chosenPresets }),
    ...(plugins !== undefined && { plugins }),
    ...(startAfter !== undefined && { startAfter }),
    ...(failOn !== undefined && { failOn }),
    ...(maxRisk !== undefined && { maxRisk }),
    ...(environments !== undefined && { environments }),
    ...(suppressions !== undefined && { suppressions }),
    ...(knex !== undefined && { knex }),
  }
}

const paths: Reader<string | readonly string[]> = (value, place) =>
  typeof value === 'string' ? text(value, place) : listOf(text, 'a path or a list of paths')(value, place)

const version: Reader<string> = (value, place) => {
  const written = text(value, place)
  return /^\d+(?:\.\d+){0,3}$/.test(written) ? written : failValue(place, 'a version such as "15.4"', value)
}

const placeholder: Reader<string> = (value, place) => {
  const written = text(value, place)
  return /^[^*\s]+\*[^*\s]+$/.test(written)
    ? written
    : failValue(place, 'a pattern with one * in it, such as "@*@"', value)
}

const checkSuppressions: Reader<NonNullable<Config['suppressions']>> = (value, place) => {
  const requireReason = fieldsOf(value, place, ['requireReason']).read('requireReason', flag)
  return { ...(requireReason !== undefined && { requireReason }) }
}

const checkKnex: Reader<NonNullable<Config['knex']>> = (value, place) => {
  const fields = fieldsOf(value, place, ['knexfile', 'environment', 'engine', 'timeout'])
  const knexfile = fields.read('knexfile', text)
  const environment = fields.read('environment', text)
  const engine = fields.read('engine', oneOf(['node', 'sandbox', 'never']))
  const timeout = fields.read('timeout', wholeNumber(1, Number.MAX_SAFE_INTEGER))
  return {
    ...(knexfile !== undefined && { knexfile }),
    ...(environment !== undefined && { environment }),
    ...(engine !== undefined && { engine }),
    ...(timeout !== undefined && { timeout }),
  }
}

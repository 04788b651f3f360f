import { beforeAll, describe, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import { UserError } from '../../user-error.ts'
import { nameMatcher } from '../names/name-patterns.ts'
import type { Rule } from '../rule.ts'
import { checkRuleSettings, registerRules } from './register.ts'

beforeAll(() => dialects.sqlite.load())

const dropped = {
  title: '',
  dialect: 'sqlite',
  given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
  up: 'DROP TABLE users',
} as const

const houseRule: Rule = {
  id: 'no-users',
  category: 'style',
  severity: 'info',
  title: 'Nobody touches users.',
  why: 'They are sacred.',
  instead: 'Ask first.',
  examples: { flagged: [dropped], allowed: [{ ...dropped, up: 'SELECT 1' }] },
  checkOperation: { 'drop-table': ({ table }) => ({ message: `${table} is touched.` }) },
}

describe('settings', () => {
  test('a severity of the config holds for all findings of the rule', () => {
    const [finding] = exampleFindings(dropped, { settings: { 'drop-table': 'info', 'missing-down': 'off' } })
    expect(finding).toMatchObject({ ruleId: 'drop-table', severity: 'info' })
  })

  test('off silences a rule, and what it would have silenced speaks', () => {
    const example = { ...dropped, up: 'DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY)' }
    const ids = (settings: Record<string, 'off'>) =>
      exampleFindings(example, { settings }).map(({ ruleId }) => ruleId)
    expect(ids({ 'missing-down': 'off' })).toEqual(['drop-if-exists-then-create'])
    expect(ids({ 'missing-down': 'off', 'drop-if-exists-then-create': 'off' })).toEqual(['drop-table'])
  })

  test('an opt-in rule speaks when it is set', () => {
    const example = { ...dropped, up: 'CREATE TABLE carts (user_id INTEGER)' }
    const ids = (settings: Record<string, 'info' | 'off'>) =>
      exampleFindings(example, { settings }).map(({ ruleId }) => ruleId)
    expect(ids({})).not.toContain('table-without-primary-key')
    expect(ids({ 'table-without-primary-key': 'info' })).toContain('table-without-primary-key')
  })
})

describe('plugins', () => {
  test("ids start with the plugin's name", () => {
    const rules = registerRules([{ name: 'house', rules: [houseRule] }])
    expect(rules.at(-1)?.id).toBe('house/no-users')
    const findings = exampleFindings(dropped, { rules, settings: { 'house/no-users': 'error' } })
    expect(findings.find(({ ruleId }) => ruleId === 'house/no-users')).toMatchObject({ severity: 'error' })
  })

  test('a check of JavaScript that gives something else is named', () => {
    const check = () => JSON.parse('false')
    const rules = registerRules([
      { name: 'house', rules: [{ ...houseRule, checkOperation: { 'drop-table': check } }] },
    ])
    expect(() => exampleFindings(dropped, { rules })).toThrow('The rule "house/no-users" does not work')
  })

  test('two rules with one id are refused', () => {
    expect(() => registerRules([{ name: 'house', rules: [houseRule, houseRule] }])).toThrow(UserError)
  })

  test('an unknown id in the config is refused, with the one that was meant', () => {
    const rules = registerRules()
    expect(() => checkRuleSettings({ 'drop-tabel': 'off' }, rules)).toThrow('did you mean "drop-table"?')
    expect(() => checkRuleSettings({ 'drop-table': 'off' }, rules)).not.toThrow()
  })
})

test.each([
  ['tmp_*', 'TMP_import', true],
  ['tmp_*', 'attempt_1', false],
  ['*_test', 'users_test', true],
  ['*_test', 'contest', false],
  ['a*b*c', 'aXbYc', true],
  ['a*b*c', 'acb', false],
  ['aba*aba', 'aba', false],
  ['exact', 'exact', true],
])('the pattern %s and the name %s', (pattern, name, matches) => {
  expect(nameMatcher([pattern])(name) !== undefined).toBe(matches)
})

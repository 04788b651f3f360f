import { expect, test } from 'vitest'
import { builtInRules } from './index.ts'
import { activeRules } from './running/rule-settings.ts'

const on = (...parameters: Parameters<typeof activeRules>) =>
  new Set(activeRules(...parameters).map(({ rule }) => rule.id))

test('a preset turns on the opt-in rules of its category and no others', () => {
  const [without, withStyle] = [on(builtInRules, {}), on(builtInRules, {}, ['style'])]
  const added = builtInRules.filter(({ id }) => withStyle.has(id) && !without.has(id))
  expect(added.map(({ id }) => id)).toContain('json-not-jsonb')
  expect(added.filter(({ category }) => category !== 'style')).toEqual([])
  expect(withStyle.has('missing-lock-timeout')).toBe(false)
})

test('a rule of a preset can be off, and has the severity of the config', () => {
  expect(on(builtInRules, { 'varchar-n': 'off' }, ['style']).has('varchar-n')).toBe(false)
  const active = activeRules(builtInRules, { 'varchar-n': 'error' }, ['style'])
  expect(active.find(({ rule }) => rule.id === 'varchar-n')?.severity).toBe('error')
})

import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { builtInRules } from './index.ts'
import { precedences } from './running/precedence.ts'
import { renderRuleIndex, renderRulePage } from './running/render-rule-page.ts'
import { ownFindings } from './testing/advised-migrations.ts'

const pages = '../../../../docs/rules'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

describe.each(builtInRules.map(rule => [rule.id, rule] as const))('%s', (_id, rule) => {
  const judged = rule.foundBy === 'layout' ? [] : [rule]

  test.each(
    judged.flatMap(({ examples }) => examples.flagged.map(example => [example.title, example] as const)),
  )('flags %s', (_title, example) => {
    expect(ownFindings(rule, example)).not.toEqual([])
  })

  test.each(
    judged.flatMap(({ examples }) => examples.allowed.map(example => [example.title, example] as const)),
  )('allows %s', (_title, example) => {
    expect(ownFindings(rule, example).map(finding => finding.message)).toEqual([])
  })

  test('has a page', async () => {
    await expect(renderRulePage(rule, example => ownFindings(rule, example))).toMatchFileSnapshot(
      `${pages}/${rule.id}.md`,
    )
  })
})

test('the list of rules', async () => {
  await expect(renderRuleIndex(builtInRules)).toMatchFileSnapshot(`${pages}/README.md`)
})

test('the folder of pages has no page of a rule that is gone', () => {
  const expected = new Set(['README.md', ...builtInRules.map(rule => `${rule.id}.md`)])
  expect(readdirSync(new URL(`${pages}/`, import.meta.url)).filter(file => !expected.has(file))).toEqual([])
})

test('a rule is called as its file, and exported in camel case', () => {
  const registry = readFileSync(new URL('./index.ts', import.meta.url), 'utf8')
  for (const { id } of builtInRules) {
    const name = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    expect(registry).toContain(`import { ${name} } from './${id}.ts'`)
  }
})

test('texts end as sentences do, and say nothing twice', () => {
  for (const rule of builtInRules) {
    expect(rule.title, rule.id).toMatch(/[.]$/)
    expect(rule.why.trim(), rule.id).toMatch(/[.]$/)
    expect(rule.instead.trim(), rule.id).toMatch(/[.]$/)
  }
  const titles = builtInRules.map(rule => rule.title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('the table of precedences names rules that exist', () => {
  const ids = builtInRules.map(rule => rule.id)
  for (const { speaks, silences } of precedences) {
    expect(ids).toContain(speaks)
    for (const silenced of silences) expect(ids).toContain(silenced)
  }
})

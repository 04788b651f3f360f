import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleDialect, exampleFindings } from '../example-findings.ts'
import { builtInRules } from './index.ts'
import { precedences } from './precedence.ts'
import { renderRuleIndex, renderRulePage } from './render-rule-page.ts'
import type { Example, Rule } from './rule.ts'

const pages = '../../../../docs/rules'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

/** Turns an opt-in rule on; any other one keeps the severities of its own. */
const settingsFor = (rule: Rule, { options }: Example) =>
  rule.optIn === true || options !== undefined ? { [rule.id]: [rule.severity, options ?? {}] as const } : {}

const own = (rule: Rule, example: Example) =>
  exampleFindings(example, { settings: settingsFor(rule, example) }).filter(
    finding => finding.ruleId === rule.id,
  )

describe.each(builtInRules.map(rule => [rule.id, rule] as const))('%s', (_id, rule) => {
  const judged = rule.foundBy === 'layout' ? [] : [rule]

  test.each(
    judged.flatMap(({ examples }) => examples.flagged.map(example => [example.title, example] as const)),
  )('flags %s', (_title, example) => {
    expect(own(rule, example)).not.toEqual([])
  })

  test.each(
    judged.flatMap(({ examples }) => examples.allowed.map(example => [example.title, example] as const)),
  )('allows %s', (_title, example) => {
    expect(own(rule, example).map(finding => finding.message)).toEqual([])
  })

  test('a suggestion can be read, and takes the finding away', () => {
    for (const example of rule.examples.flagged) {
      for (const { suggestion, statement, direction, message } of own(rule, example)) {
        if (suggestion === undefined || statement === undefined) continue
        const { operations } = exampleDialect(example).parse(suggestion.sql)
        expect(
          operations.filter(({ kind }) => kind === 'unreadable'),
          suggestion.sql,
        ).toEqual([])
        const script = direction === 'up' ? example.up : (example.down ?? '')
        expect(script).toContain(statement)
        const changed = {
          ...example,
          [direction]: script.replace(statement, () => suggestion.sql.replace(/;\s*$/, '')),
        }
        expect(
          own(rule, changed).map(finding => finding.message),
          suggestion.sql,
        ).not.toContain(message)
      }
    }
  })

  test('has a page', async () => {
    await expect(renderRulePage(rule, example => own(rule, example))).toMatchFileSnapshot(
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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { lintProject } from '../lint-project.ts'
import type { DialectName } from '../migration/migration.ts'
import { builtInRules } from './index.ts'
import type { RuleSettings } from './running/rule-settings.ts'
import type { HazardCase, Project } from './testing/hazards/hazard.ts'
import { catalogue } from './testing/hazards/index.ts'

// The field's catalogue of hazards: each row, on each engine that it names, is a rule or a case of one.

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

for (const { title, hazards } of catalogue) {
  describe.each(hazards)(`${title}, $hazard`, ({ engines, cases }) => {
    test('each engine that it names has a case, and no other', () => {
      expect(new Set(cases.flatMap(each => each.on))).toEqual(new Set(engines))
    })

    test.each(cases.flatMap(each => [each.on].flat().map(engine => [engine, each.when, each] as const)))(
      '%s: %s',
      async (engine, _when, each) => {
        const said = 'silent' in each ? [] : (each.says ?? [])
        expect((await ruleIds(each, engine, {})).toSorted()).toEqual(said.toSorted())
        if (!('optIn' in each)) return
        expect(await ruleIds(each, engine, turnedOn(each))).toEqual(expect.arrayContaining([...each.optIn]))
        for (const id of each.optIn) expect(builtInRules.find(rule => rule.id === id)?.optIn).toBe(true)
      },
    )
  })
}

function turnedOn({ optIn, settings }: Extract<HazardCase, { readonly optIn: unknown }>): RuleSettings {
  return { ...Object.fromEntries(optIn.map(id => [id, 'warning' as const])), ...settings }
}

async function ruleIds(
  each: HazardCase,
  dialect: DialectName,
  settings: RuleSettings,
): Promise<readonly string[]> {
  const ids =
    'files' in each
      ? await projectRuleIds(each, dialect, settings)
      : exampleFindings({ ...each, title: each.when, dialect }, { settings }).map(({ ruleId }) => ruleId)
  const asked = 'says' in each ? (each.says ?? []) : []
  return ids.filter(id => !besideTheHazard.includes(id) || asked.includes(id))
}

/** Of the migration as a whole: most cases have no way back, and on some engines every statement commits alone. */
const besideTheHazard = ['missing-down', 'down-incomplete-batch', 'implicit-commit-multi-ddl']

async function projectRuleIds(
  { files, applied }: Project,
  dialect: DialectName,
  rules: RuleSettings,
): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'migration-lint-hazard-'))
  try {
    for (const [path, text] of Object.entries({
      ...files,
      'migration-lint.config.json': JSON.stringify({ dialect, rules }),
    })) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      writeFileSync(join(cwd, path), text)
    }
    const report = await lintProject({
      cwd,
      paths: ['migrations'],
      ...(applied === undefined ? {} : { applied: { text: applied.join('\n') } }),
    })
    const findings = [...report.migrations.flatMap(each => each.findings), ...report.findings]
    return findings.filter(each => each.suppressed === undefined).map(({ ruleId }) => ruleId)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

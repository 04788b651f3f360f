import type { Plugin } from './config/config.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { onServer } from './dialects/on-server.ts'
import { withInlineReferences } from './inline-references.ts'
import { layoutFindings } from './layout-findings.ts'
import type { LayoutProblem } from './layouts/layout.ts'
import type { DialectName, Migration, Statement } from './migration/migration.ts'
import type { Environment } from './policy/environment.ts'
import { judge } from './policy/judge.ts'
import type { DeployContextInput } from './policy/policy.ts'
import { verdictOf } from './policy/verdict.ts'
import { buildReport } from './report/build-report.ts'
import type { NotChecked, Report } from './report/report.ts'
import type { RuleSetting } from './rules/rule.ts'
import { checkRuleSettings, registerRules } from './rules/running/register.ts'
import { activeRules, type Preset } from './rules/running/rule-settings.ts'
import { runRules } from './rules/running/run-rules.ts'
import { baselineState } from './schema/baseline.ts'
import { inDefaultDatabase } from './schema/default-database.ts'
import { oncePer } from './schema/once-per.ts'
import { replay } from './schema/replay.ts'
import { score } from './scoring/score.ts'
import { suppressFindings } from './suppress-findings.ts'

export interface LintOptions {
  /** For a report about no migration at all; default: the first migration's. */
  readonly dialect?: DialectName
  /** Nothing told the engine from the other one that takes the same drivers: MySQL from MariaDB. */
  readonly mayBeSibling?: true
  readonly dbVersion?: string
  readonly rules?: Readonly<Record<string, RuleSetting>>
  readonly presets?: readonly Preset[]
  readonly plugins?: readonly Plugin[]
  readonly startAfter?: string
  readonly failOn?: 'error' | 'warning' | 'never'
  readonly maxRisk?: number
  /** The environment whose policy judges, with its name. */
  readonly environment?: Environment & { readonly name: string }
  readonly context?: DeployContextInput
  readonly requireSuppressionReason?: boolean
  /** A schema dump of the target: what the applied migrations have left. They are not replayed then. */
  readonly baseline?: readonly Statement[]
  /** Found by discovery, told as findings. */
  readonly layoutProblems?: readonly LayoutProblem[]
  /** Files that could not be read: the deploy does not pass. */
  readonly notChecked?: readonly NotChecked[]
  /** What was detected and from what, for the report's head. */
  readonly detected?: readonly string[]
}

/** Migrations in, report out: no file, network, clock, console or environment. */
export function lint(found: readonly Migration[], options: LintOptions = {}): Report {
  const { rules: settings = {}, environment, context = {}, failOn = 'error', maxRisk, dbVersion } = options
  const notChecked = options.notChecked ?? []
  const registered = registerRules(options.plugins)
  checkRuleSettings(settings, registered)
  const active = activeRules(registered, settings, options.presets)
  const dialect = options.dialect ?? found[0]?.dialect ?? 'postgres'
  // MariaDB's versions do not look like MySQL's.
  const mayBeSibling = options.mayBeSibling === true && dbVersion === undefined
  const traitsUnder = oncePer((engine: Dialect) => ({ ...engine.traits(dbVersion), mayBeSibling }))
  const traitsOf = (name: DialectName) => traitsUnder(dialects[name])

  const migrations = withInlineReferences(adoptAfter(options.startAfter, found), traitsOf)
  const semantics = onServer(inDefaultDatabase(dialects[dialect].semantics, migrations), traitsOf(dialect))
  const replayed = replay(
    migrations,
    semantics,
    options.baseline === undefined ? {} : { baseline: baselineState(options.baseline, semantics) },
  )
  const ruled = runRules(replayed, { traitsOf, rules: registered, settings, presets: options.presets ?? [] })
  const { byMigration, deploy } = suppressFindings(
    { ...ruled, deploy: [...layoutFindings(options.layoutProblems ?? [], active), ...ruled.deploy] },
    { rules: registered, settings, requireReason: options.requireSuppressionReason ?? false },
  )

  const checked = replayed
    .filter(({ migration }) => migration.pending)
    .map(one => {
      const { name, dialect } = one.migration
      const findings = byMigration.get(one.migration) ?? []
      const traits = traitsOf(dialect)
      const risk = score([{ migration: name, findings }])
      return { replayed: one, traits, findings, risk }
    })
  const risk = score([
    ...checked.map(({ replayed: { migration }, findings }) => ({ migration: migration.name, findings })),
    { migration: '', findings: deploy },
  ])
  const policy = environment ? judge(environment, { pending: checked.length, risk }, context) : []
  const verdict = verdictOf({
    findings: [...checked.flatMap(({ findings }) => findings), ...deploy],
    policy,
    risk,
    notChecked: notChecked.length,
    failOn,
    ...(maxRisk === undefined ? {} : { maxRisk }),
  })
  return buildReport({
    dialect,
    notChecked,
    detected: options.detected ?? [],
    migrations,
    checked,
    findings: deploy,
    risk,
    ...(environment && { environment: environment.name }),
    policy,
    verdict,
    rules: active.map(({ rule, severity }) => (severity === undefined ? rule : { ...rule, severity })),
  })
}

/** The migration that the team names, and those before it, are history: replayed, not judged. It need not be
 * among them: who checks one new file does not give the old ones. */
function adoptAfter(last: string | undefined, migrations: readonly Migration[]): readonly Migration[] {
  const index = migrations.findIndex(migration => migration.name === last)
  return migrations.map((migration, place) => (place <= index ? { ...migration, pending: false } : migration))
}

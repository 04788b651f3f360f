import type { DialectTraits } from '../dialects/dialect.ts'
import type { DialectName, Direction, Migration, Statement } from '../migration/migration.ts'
import { describe } from '../operations/describe.ts'
import type { Operation } from '../operations/operation.ts'
import type { PolicyOutcome } from '../policy/policy.ts'
import type { Verdict } from '../policy/verdict.ts'
import type { Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import { oneLine } from '../rules/wording/one-line.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import type { Risk } from '../scoring/risk.ts'
import type { MigrationReport, NotChecked, Report, RuleReport, StatementReport } from './report.ts'
import { reversibilityOf } from './reversibility.ts'
import { effectsOfStatement } from './statement-effects.ts'
import { summarise } from './summarise.ts'

/** A pending migration with what every stage made of it. */
export interface CheckedMigration {
  readonly replayed: ReplayedMigration
  readonly traits: DialectTraits
  readonly findings: readonly Finding[]
  readonly risk: Risk
}

export interface Stages {
  readonly dialect: DialectName
  readonly notChecked: readonly NotChecked[]
  readonly detected: readonly string[]
  /** All of them, applied ones and those before the given files too. */
  readonly migrations: readonly Migration[]
  readonly checked: readonly CheckedMigration[]
  /** Findings about the deploy as a whole. */
  readonly findings: readonly Finding[]
  readonly risk: Risk
  readonly environment?: string
  readonly policy: readonly PolicyOutcome[]
  readonly verdict: Verdict
  /** Those that were on. */
  readonly rules: readonly Rule[]
}

export function buildReport(stages: Stages): Report {
  const { dialect, detected, checked, findings, risk, environment, policy, verdict } = stages
  const migrations = checked.map(migrationReport)
  return {
    ...verdict,
    dialect,
    notChecked: stages.notChecked,
    detected,
    summary: summarise(stages.migrations.filter(one => one.isContext !== true).length, migrations, findings),
    risk,
    ...(environment === undefined ? {} : { environment }),
    policy,
    migrations,
    findings,
    rules: stages.rules.map(ruleReport).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

function migrationReport({ replayed, traits, findings, risk }: CheckedMigration): MigrationReport {
  const { migration, up, down } = replayed
  const { name, file, layout, dialect, pending } = migration
  return {
    name,
    file,
    downFile: migration.down?.file ?? null,
    layout,
    dialect,
    pending,
    risk,
    reversibility: reversibilityOf(replayed, traits),
    statements: [
      ...statementReports(up, 'up', traits),
      ...(down === undefined ? [] : statementReports(down, 'down', traits)),
    ],
    findings,
    sources: {
      ...Object.fromEntries(
        [migration.up, ...(migration.down ? [migration.down] : [])].flatMap(({ included = [] }) =>
          included.map(({ file: path, source }) => [path, source] as const),
        ),
      ),
      ...(migration.down && { [migration.down.file]: migration.down.source }),
      [migration.up.file]: migration.up.source,
    },
  }
}

function statementReports(
  { script, steps }: ReplayedScript,
  direction: Direction,
  traits: DialectTraits,
): readonly StatementReport[] {
  const stepsOf = groupByStatement(steps)
  return script.statements.map(statement => ({
    direction,
    location: statement.location,
    reading: statement.reading,
    operations: statement.operations.map(describeWithConditions),
    effects: effectsOfStatement(stepsOf.get(statement) ?? [], traits),
    ...(statement.conditions === undefined ? {} : { conditions: statement.conditions }),
    ...(statement.approximate === true ? { approximate: true } : {}),
  }))
}

function describeWithConditions(operation: Operation): string {
  const conditions = (operation.conditions ?? []).map(({ text }) => text)
  return [describe(operation), ...(conditions.length > 0 ? [conditions.join(' and ')] : [])].join(', if ')
}

function groupByStatement(steps: readonly Step[]): ReadonlyMap<Statement, readonly Step[]> {
  const groups = new Map<Statement, Step[]>()
  for (const step of steps) {
    const group = groups.get(step.statement)
    if (group === undefined) groups.set(step.statement, [step])
    else group.push(step)
  }
  return groups
}

function ruleReport({ id, category, severity, title, why, instead }: Rule): RuleReport {
  return { id, category, severity, title: oneLine(title), why: oneLine(why), instead: oneLine(instead) }
}

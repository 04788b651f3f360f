export type { Config, Plugin } from './config/config.ts'
export { defineConfig } from './config/config.ts'
export { closestName } from './did-you-mean.ts'
export type { LintOptions } from './lint.ts'
export { lint } from './lint.ts'
export { lintProject } from './lint-project.ts'
export type { LintRequest } from './lint-request.ts'
export type {
  DialectName,
  Direction,
  Location,
  Migration,
  Reading,
  ReadingNote,
  RunnerTransaction,
  Script,
  Statement,
} from './migration/migration.ts'
export type * from './operations/column.ts'
export type { Operation, OperationKind, OperationOf } from './operations/operation.ts'
export type { Environment, FreezeWindow } from './policy/environment.ts'
export type { DeployContextInput, PolicyOutcome } from './policy/policy.ts'
export type { MigrationReport, Report, StatementReport, Summary } from './report/report.ts'
export { tool } from './report/tool.ts'
export { reporterNamed, reporters } from './reporters/index.ts'
export type { Reporter, ReporterOptions } from './reporters/reporter.ts'
export { wrap } from './reporters/wrap.ts'
export type { Grade } from './reversal/round-trip.ts'
export type { Category, Finding, Problem, Severity, Suggestion } from './rules/finding.ts'
export { builtInRules } from './rules/index.ts'
export type { Example, Rule, RuleSetting } from './rules/rule.ts'
export { findRule } from './rules/running/register.ts'
export type { Risk, RiskLevel, RiskPart } from './scoring/risk.ts'
export { UserError } from './user-error.ts'

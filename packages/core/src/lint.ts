import type { Environment, Plugin } from './config/config.ts'
import type { LayoutProblem } from './layouts/layout.ts'
import type { DialectName, Migration } from './migration/migration.ts'
import type { DeployContextInput } from './policy/policy.ts'
import type { Report } from './report/report.ts'
import type { RuleSetting } from './rules/rule.ts'

export interface LintOptions {
  /** For a report about no migration at all; default: the first migration's. */
  readonly dialect?: DialectName
  readonly dbVersion?: string
  readonly rules?: Readonly<Record<string, RuleSetting>>
  readonly plugins?: readonly Plugin[]
  readonly startAfter?: string
  readonly failOn?: 'error' | 'warning' | 'never'
  readonly maxRisk?: number
  /** The environment whose policy judges, with its name. */
  readonly environment?: Environment & { readonly name: string }
  readonly context?: DeployContextInput
  readonly requireSuppressionReason?: boolean
  /** Found by discovery, told as findings. */
  readonly layoutProblems?: readonly LayoutProblem[]
  /** What was detected and from what, for the report's head. */
  readonly detected?: readonly string[]
}

/** Migrations in, report out: no file, network, clock, environment or console. */
export declare function lint(migrations: readonly Migration[], options?: LintOptions): Report

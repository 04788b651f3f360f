import type { Effect } from '../dialects/dialect.ts'
import type { DialectName, Direction, Location, Reading } from '../migration/migration.ts'
import type { PolicyOutcome } from '../policy/policy.ts'
import type { Grade } from '../reversal/round-trip.ts'
import type { Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import type { Risk } from '../scoring/risk.ts'

export interface StatementReport {
  readonly direction: Direction
  readonly location: Location
  readonly reading: Reading
  /** In words: `drop column products.legacy_category_id`. */
  readonly operations: readonly string[]
  readonly effects: readonly Effect[]
  /** What has to be true for it to run, where a migration in code branches. */
  readonly conditions?: readonly string[]
  /** Followed in the source, not recorded from a run. */
  readonly approximate?: true
}

export interface MigrationReport {
  readonly name: string
  readonly file: string
  readonly downFile: string | null
  readonly layout: string
  readonly dialect: DialectName
  readonly pending: boolean
  readonly risk: Risk
  readonly reversibility: {
    readonly grade: Grade
    /** What no down script brings back: `products.legacy_category_id: every value`. */
    readonly lost: readonly string[]
    /** What differs after up and down. */
    readonly differences: readonly string[]
  }
  readonly statements: readonly StatementReport[]
  readonly findings: readonly Finding[]
  /** For code frames; not part of the JSON report. */
  readonly sources: Readonly<Record<string, string>>
}

export interface Summary {
  /** All that were asked for, applied ones too. */
  readonly migrations: number
  readonly pending: number
  /** Up and down, of the pending migrations. */
  readonly statements: number
  /** Of these, read in part or not at all. */
  readonly unread: number
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly suppressed: number
  /** Pending migrations whose layout has downs, and that have none. */
  readonly missingDown: number
  /** Pending migrations after which something is gone for good. */
  readonly irreversible: number
  /** Pending migrations that destroy rows or values on the way up. */
  readonly destructive: number
}

/** What a reporter may say of a rule; its finding says the rest. */
export type RuleReport = Pick<Rule, 'id' | 'category' | 'severity' | 'title' | 'why' | 'instead'>

/** A file that could not be opened, or is no text. */
export interface NotChecked {
  readonly file: string
  /** One sentence, with the file's name. */
  readonly reason: string
}

/** Everything that a reporter needs, and nothing that depends on the clock. */
export interface Report {
  readonly verdict: 'pass' | 'fail'
  /** Why it failed, one sentence a reason; empty for a pass. */
  readonly reasons: readonly string[]
  readonly dialect: DialectName
  /** Not empty: the report stands for the other files alone. */
  readonly notChecked: readonly NotChecked[]
  /** What was detected and from what: `MySQL, from mysql2 in knexfile.js`. */
  readonly detected: readonly string[]
  readonly summary: Summary
  readonly risk: Risk
  /** The name of the environment whose policy judged; absent: none did. */
  readonly environment?: string
  readonly policy: readonly PolicyOutcome[]
  /** The pending ones; applied ones are replayed and counted only. */
  readonly migrations: readonly MigrationReport[]
  /** About the deploy as a whole. */
  readonly findings: readonly Finding[]
  /** Those that were on, sorted by id. */
  readonly rules: readonly RuleReport[]
}

import type { Direction, Location } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'

export type Severity = 'error' | 'warning' | 'info'

export const categories = [
  'data-loss',
  'reversibility',
  'compatibility',
  'locking',
  'data-dependent',
  'transaction',
  'order',
  'security',
  'style',
  'readability',
] as const

export type Category = (typeof categories)[number]

export interface SuggestedMigration {
  readonly sql: string
  /** It does not run inside a transaction: a migration of its own, which the tool runs without one. */
  readonly outsideTransaction?: true
}

/** SQL in place of the statement, unless `as` says otherwise. */
export interface Suggestion extends SuggestedMigration {
  readonly title: string
  /** The whole down script, or what belongs at its end. */
  readonly as?: 'down-script' | 'end-of-down-script'
  /** What comes after it, each deployed on its own. */
  readonly later?: readonly SuggestedMigration[]
}

export interface FindingLock {
  readonly mode: string
  readonly table: string
  readonly rewrite: boolean
  readonly blocks: string
}

export interface Place {
  /** Default: the script of `direction`. */
  readonly file?: string
  /** Absent: the file as a whole. */
  readonly location?: Location
  readonly statement?: string
  readonly direction?: Direction
}

/** All that a rule has to say; the engine adds rule, severity and place. */
export interface Problem {
  /** One sentence: what happens to which object. */
  readonly message: string
  /** What to do here, when it says more than the rule's own `instead`. */
  readonly instead?: string
  /** Where this case weighs more or less than the rule's severity. */
  readonly severity?: Severity
  /** `table`, `table.column`, … that it is about. */
  readonly objects?: readonly string[]
  readonly lock?: FindingLock
  readonly suggestion?: Suggestion & {
    /** It has a place for each clause of the statement: none is to be added to it. */
    readonly ofWholeStatement?: true
    /** The clauses that it takes the place of; default: the one that is looked at. */
    readonly ofClauses?: readonly Operation[]
  }
  /** Where it is, when not at the statement that is being checked. */
  readonly at?: Place
}

export interface Finding {
  readonly ruleId: string
  readonly category: Category
  readonly severity: Severity
  readonly direction: Direction
  readonly message: string
  readonly instead: string
  readonly file: string
  /** Absent for a finding about a whole file (a missing down script). */
  readonly location?: Location
  readonly statement?: string
  readonly objects: readonly string[]
  readonly lock?: FindingLock
  readonly suggestion?: Suggestion
  /** Its statement was followed in the source, not recorded from a run. */
  readonly approximate?: true
  /** Set when a comment or the config silences it; it is counted, not judged. */
  readonly suppressed?: { readonly by: string; readonly reason?: string }
}

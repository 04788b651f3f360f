import type { Direction } from '../../../../migration/migration.ts'

/**
 * How one tool runs a migration: what it takes from the module, and what it hands to it. Loading, trying out answers,
 * placing and telling are the same for all tools.
 */
export interface MigrationForm {
  /** What the tool would do with the module, before anything of it runs. */
  planOf(exported: unknown, direction: Direction): MigrationPlan
  /** Does it once, for the run that is active. Only where the plan is to run it. */
  perform(exported: unknown, direction: Direction): Promise<void>
}

export type MigrationPlan =
  /** `transaction`: what the module says of it. */
  | { readonly kind: 'run'; readonly transaction?: boolean }
  /** There is no way back. */
  | { readonly kind: 'absent'; readonly transaction?: boolean }
  /** It is no migration of this tool, for this reason. */
  | { readonly kind: 'refused'; readonly reason: string }

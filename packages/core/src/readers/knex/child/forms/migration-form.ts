import type { Direction } from '../../../../migration/migration.ts'

/**
 * How one tool runs a migration: what it takes from the module, and what it hands to it. Loading, trying out answers,
 * placing and telling are the same for all tools.
 */
export interface MigrationForm {
  /** What the tool would do with the module, before anything of it runs. */
  planOf(exported: unknown, direction: Direction): MigrationPlan
  /**
   * Does it once, for the run that is active. Only where the plan is to run it. `before`: what the files export that
   * the tool loads first.
   */
  perform(exported: unknown, direction: Direction, before: readonly unknown[]): Promise<void>
}

export type MigrationPlan =
  /** `absent`: it has nothing for this direction. */
  | ({ readonly kind: 'run' | 'absent' } & ModuleSettings)
  /** It is no migration of this tool, for this reason. */
  | { readonly kind: 'refused'; readonly reason: string }

/** What the module says of itself. */
export interface ModuleSettings {
  readonly transaction?: boolean
  /** There is no way back. */
  readonly isIrreversible?: true
}

/** Thrown where the tool makes the way back itself, and cannot. */
export class NoWayBack extends Error {}

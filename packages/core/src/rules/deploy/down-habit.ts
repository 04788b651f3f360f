import type { Migration } from '../../migration/migration.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { Problem } from '../finding.ts'
import { migrationName } from '../wording/migration-name.ts'

/** What a project does in most of its migrations: one thing to decide, which the first of the deploy says for all. */
export interface Habit {
  /** Absent: it is none, and each migration is told by itself. */
  readonly first?: Migration
  /** `, as none of the 61 migrations here has`. */
  readonly alike: string
}

export const noHabit: Habit = { alike: '' }

type FindHabit = (applied: readonly ReplayedMigration[], pending: readonly ReplayedMigration[]) => Habit

/** Every migration of the deploy asks for it. */
export const habitIn = (
  find: FindHabit,
): ((applied: readonly ReplayedMigration[]) => (pending: readonly ReplayedMigration[]) => Habit) =>
  oncePer((applied: readonly ReplayedMigration[]) =>
    oncePer((pending: readonly ReplayedMigration[]) => find(applied, pending)),
  )

/** The words that the first one says, and what all of them have in common. */
export function toldOnce(
  { first, alike }: Habit,
  migration: Migration,
): { readonly alike: string; readonly changes: Pick<Problem, 'instead' | 'severity'> } {
  if (first === undefined) return { alike: '', changes: {} }
  return first === migration
    ? { alike, changes: { instead: forwardAlone } }
    : { alike: '', changes: { instead: decidedWith(first), severity: 'info' } }
}

function decidedWith(first: Migration): string {
  return `${migrationName(first)} says it for the whole deploy: what is decided there holds for this one too.`
}

const forwardAlone = `Decide once: where a deploy is only ever followed by a next one, turn this rule off, and let what cannot
be undone be deployed on its own. Otherwise write the way back of each, where the tool takes it for one and does not run it as a migration of its own; what is up to startAfter in the config is not judged.`

import type { Migration } from '../../migration/migration.ts'
import { hasEffect } from '../../operations/classes.ts'
import type { OperationKind } from '../../operations/operation.ts'
import { differencesOf } from '../../schema/compare.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../../schema/replay.ts'
import { changesSomething } from '../scripts/script-effect.ts'

/** The earlier migration of the deploy that says every statement of this one too, word for word, where this one leaves the
 * schema as it finds it, and the other's down does something: what there is to take back, that takes back. */
export function repeatedOf(
  replayed: ReplayedMigration,
  pending: readonly ReplayedMigration[],
): Migration | undefined {
  const { up } = replayed
  const said = new Set(effective(up).map(wordsOf))
  if (said.size === 0 || effective(up).some(({ operation }) => unseen.has(operation.kind))) return undefined
  if (differencesOf(up.before, up.after).length > 0) return undefined
  return pending.slice(0, pending.indexOf(replayed)).find(({ migration, up: earlier }) => {
    if (migration.down === undefined || !changesSomething(migration.down)) return false
    const words = new Set(effective(earlier).map(wordsOf))
    return [...said].every(each => words.has(each))
  })?.migration
}

function effective({ steps }: ReplayedScript): readonly Step[] {
  return steps.filter(({ operation }) => hasEffect(operation))
}

function wordsOf({ statement }: Step): string {
  return statement.text.replace(/\s+/g, ' ').trim()
}

/** Run again they may do more, of which the schema says nothing. */
const unseen: ReadonlySet<OperationKind> = new Set([
  'insert-rows',
  'update-rows',
  'delete-rows',
  'truncate-table',
  'drop-column',
  'drop-table',
  'run-code',
  'unreadable',
])

import { findTable } from '../schema/lookup.ts'
import { withKey, withoutKey } from '../schema/persistent-set.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'

/** Did the pending batch make this table before the step? Then no running code knows it, whether it has rows or not. */
export type IsMadeTable = (step: Step, table: string) => boolean

interface Tables {
  readonly made: ReadonlySet<string>
  /** Names that held a table before the batch: what takes such a name over is used by running code at once. */
  readonly gone: ReadonlySet<string>
}

const none: Tables = { made: new Set(), gone: new Set() }

/** Looks through the pending scripts once. A down script makes its own tables only. */
export function tablesMadeInBatch(pending: readonly ReplayedMigration[]): IsMadeTable {
  const made = new Map<Step, ReadonlySet<string>>()
  const follow = (steps: readonly Step[]) => {
    let tables = none
    for (const step of steps) {
      made.set(step, tables.made)
      tables = tablesAfter(step, tables)
    }
  }
  follow(pending.flatMap(({ up }) => up.steps))
  for (const { down } of pending) follow(down?.steps ?? [])
  return (step, table) => made.get(step)?.has(step.before.semantics.objectKey(table)) === true
}

function tablesAfter({ operation, before }: Step, tables: Tables): Tables {
  const { objectKey } = before.semantics
  const { made, gone } = tables
  switch (operation.kind) {
    case 'create-table': {
      const key = objectKey(operation.table)
      const exists = findTable(before, operation.table) !== undefined
      return exists || gone.has(key) ? tables : { made: withKey(made, key), gone }
    }
    case 'drop-table': {
      const key = objectKey(operation.table)
      return made.has(key) ? { made: withoutKey(made, key), gone } : { made, gone: withKey(gone, key) }
    }
    case 'rename-table': {
      const from = objectKey(operation.table)
      const to = objectKey(operation.to)
      if (!made.has(from)) return { made, gone: withKey(gone, from) }
      return { made: gone.has(to) ? withoutKey(made, from) : withKey(withoutKey(made, from), to), gone }
    }
    default:
      return tables
  }
}

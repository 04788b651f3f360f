import { findTable } from '../schema/lookup.ts'
import { withKey, withoutKey } from '../schema/persistent-set.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'

export interface BatchTables {
  /** Did the pending batch make this table before the step? Then no running code knows it, whether it has rows or not. */
  isMade(step: Step, table: string): boolean
  /** Such a table, and what its rows were copied from is there as it was: since it was made, nothing was taken out of a
   * table from before the batch, or written over there. */
  holdsCopies(step: Step, table: string): boolean
}

interface Tables {
  readonly made: ReadonlySet<string>
  /** Those of them whose rows are copies. */
  readonly copies: ReadonlySet<string>
  /** Names that held a table before the batch: what takes such a name over is used by running code at once. */
  readonly gone: ReadonlySet<string>
}

const noKeys: ReadonlySet<string> = new Set()
const none: Tables = { made: noKeys, copies: noKeys, gone: noKeys }

/** Looks through the pending scripts once. A down script makes its own tables only. */
export function tablesMadeInBatch(pending: readonly ReplayedMigration[]): BatchTables {
  const tablesAt = new Map<Step, Tables>()
  const follow = (steps: readonly Step[]) => {
    let tables = none
    for (const step of steps) {
      tablesAt.set(step, tables)
      tables = tablesAfter(step, tables)
    }
  }
  follow(pending.flatMap(({ up }) => up.steps))
  for (const { down } of pending) follow(down?.steps ?? [])
  const keyOf = (step: Step, table: string) => step.before.semantics.objectKey(table)
  return {
    isMade: (step, table) => tablesAt.get(step)?.made.has(keyOf(step, table)) === true,
    holdsCopies: (step, table) => tablesAt.get(step)?.copies.has(keyOf(step, table)) === true,
  }
}

function tablesAfter(step: Step, tables: Tables): Tables {
  const { operation, before } = step
  const { objectKey } = before.semantics
  const { made, gone } = tables
  const copies = mayTakeRows(step, made) ? noKeys : tables.copies
  switch (operation.kind) {
    case 'create-table': {
      const key = objectKey(operation.table)
      const exists = findTable(before, operation.table) !== undefined
      if (exists || gone.has(key)) return { made, copies, gone }
      return { made: withKey(made, key), copies: withKey(copies, key), gone }
    }
    case 'drop-table': {
      const key = objectKey(operation.table)
      return made.has(key)
        ? { made: withoutKey(made, key), copies: withoutKey(copies, key), gone }
        : { made, copies, gone: withKey(gone, key) }
    }
    case 'rename-table': {
      const from = objectKey(operation.table)
      const to = objectKey(operation.to)
      if (!made.has(from)) return { made, copies, gone: withKey(gone, from) }
      const [rest, others] = [withoutKey(made, from), withoutKey(copies, from)]
      if (gone.has(to)) return { made: rest, copies: others, gone }
      return { made: withKey(rest, to), copies: copies.has(from) ? withKey(others, to) : others, gone }
    }
    default:
      return { made, copies, gone }
  }
}

/** Out of tables that were there before, or out of what cannot be seen: what was copied from them may be all that is left. */
function mayTakeRows({ operation, statement, before }: Step, made: ReadonlySet<string>): boolean {
  const isOfBefore = (table: string) => !made.has(before.semantics.objectKey(table))
  switch (operation.kind) {
    case 'drop-table':
    case 'truncate-table':
    case 'delete-rows':
    case 'update-rows':
    case 'drop-column':
    case 'change-column':
    case 'change-column-type':
    case 'convert-charset':
    case 'change-partitions':
      return isOfBefore(operation.table)
    case 'insert-rows':
      return (
        isOfBefore(operation.table) &&
        (operation.replace || /\bon\s+(?:conflict|duplicate)\b/i.test(statement.text))
      )
    case 'create-object':
      return operation.objectType === 'trigger' || operation.objectType === 'rule'
    case 'drop-object':
    case 'unreadable':
      return true
    case 'run-code':
      return operation.dynamic
    default:
      return false
  }
}

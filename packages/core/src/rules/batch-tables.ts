import { findColumn, findTable } from '../schema/lookup.ts'
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
  /** Columns that the batch adds to tables from before: what is written over in them is the batch's own. */
  readonly added: ReadonlySet<string>
}

const noKeys: ReadonlySet<string> = new Set()
const none: Tables = { made: noKeys, copies: noKeys, gone: noKeys, added: noKeys }

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
  const copies = mayTakeRows(step, tables) ? noKeys : tables.copies
  switch (operation.kind) {
    case 'create-table': {
      const key = objectKey(operation.table)
      const exists = findTable(before, operation.table) !== undefined
      if (exists || gone.has(key)) return { ...tables, copies }
      return { ...tables, made: withKey(made, key), copies: withKey(copies, key) }
    }
    case 'add-column': {
      const key = columnKeyOf(step, operation.table, operation.column.name)
      const known = findTable(before, operation.table)
      const isThere =
        operation.ifNotExists &&
        (known === undefined || findColumn(known, operation.column.name, before.semantics) !== undefined)
      return isThere ? { ...tables, copies } : { ...tables, copies, added: withKey(tables.added, key) }
    }
    // A column from before may have the name from now on.
    case 'rename-column':
    case 'change-column':
      return { ...tables, copies, added: noKeys }
    case 'drop-table': {
      const key = objectKey(operation.table)
      return made.has(key)
        ? { ...tables, made: withoutKey(made, key), copies: withoutKey(copies, key) }
        : { ...tables, copies, gone: withKey(gone, key) }
    }
    case 'rename-table': {
      const from = objectKey(operation.table)
      const to = objectKey(operation.to)
      if (!made.has(from)) return { ...tables, copies, gone: withKey(gone, from), added: noKeys }
      const [rest, others] = [withoutKey(made, from), withoutKey(copies, from)]
      if (gone.has(to)) return { ...tables, made: rest, copies: others, added: noKeys }
      return {
        ...tables,
        made: withKey(rest, to),
        copies: copies.has(from) ? withKey(others, to) : others,
      }
    }
    default:
      return { ...tables, copies }
  }
}

function columnKeyOf({ before: { semantics } }: Step, table: string, column: string): string {
  return JSON.stringify([semantics.objectKey(table), semantics.columnKey(column)])
}

/** Out of tables that were there before, or out of what cannot be seen: what was copied from them may be all that is left. */
function mayTakeRows(step: Step, { made, added }: Tables): boolean {
  const { operation, statement, before } = step
  const isOfBefore = (table: string) => !made.has(before.semantics.objectKey(table))
  switch (operation.kind) {
    case 'drop-table':
    case 'truncate-table':
    case 'delete-rows':
    case 'drop-column':
    case 'change-column':
    case 'change-column-type':
    case 'convert-charset':
    case 'change-partitions':
      return isOfBefore(operation.table)
    case 'update-rows':
      return (
        isOfBefore(operation.table) &&
        (operation.columns.length === 0 ||
          !operation.columns.every(each => added.has(columnKeyOf(step, operation.table, each))))
      )
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

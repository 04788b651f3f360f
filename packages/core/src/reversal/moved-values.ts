import type { Operation, OperationKind } from '../operations/operation.ts'
import { columnKeyOf } from '../schema/column-key.ts'
import type { ReplayedScript } from '../schema/replay.ts'

/** From what goes to what is new: the right way back copies them, and what it copies is the author's to say. */
export function movesValues(up: ReplayedScript): boolean {
  const has = (...kinds: readonly OperationKind[]): boolean =>
    up.steps.some(({ operation }) => kinds.includes(operation.kind))
  if (
    has('insert-rows', 'update-rows') &&
    has('create-table', 'add-column') &&
    has('drop-table', 'drop-column')
  ) {
    return true
  }
  const made = madeBy(up)
  return (
    up.steps.some(({ operation }) => writesToNew(operation, made)) &&
    up.steps.some(({ operation }) => losesValues(operation, made))
  )
}

/** Whether up has made a table, or a column of it. */
export type Made = (table: string, column?: string) => boolean

export function madeBy({ steps, before: { semantics } }: ReplayedScript): Made {
  const { objectKey } = semantics
  const tables = new Set<string>()
  const columns = new Set<string>()
  for (const { operation } of steps) {
    if (operation.kind === 'create-table') tables.add(objectKey(operation.table))
    if (operation.kind === 'add-column') {
      columns.add(columnKeyOf(operation.table, operation.column.name, semantics))
    }
  }
  return (table, column) =>
    tables.has(objectKey(table)) ||
    (column !== undefined && columns.has(columnKeyOf(table, column, semantics)))
}

/** What the way back drops: its values may be the only copy of others. */
function writesToNew(operation: Operation, made: Made): boolean {
  switch (operation.kind) {
    case 'create-table':
      return operation.asSelect === true
    case 'create-object':
      return operation.objectType === 'materialized-view'
    case 'insert-rows':
    case 'update-rows':
      return made(operation.table) || operation.columns.some(column => made(operation.table, column))
    default:
      return false
  }
}

function losesValues(operation: Operation, made: Made): boolean {
  switch (operation.kind) {
    case 'drop-table':
    case 'delete-rows':
      return !made(operation.table)
    case 'drop-column':
      return !made(operation.table, operation.column)
    case 'truncate-table':
      return true
    case 'update-rows':
      return operation.columns.some(column => !made(operation.table, column))
    default:
      return false
  }
}

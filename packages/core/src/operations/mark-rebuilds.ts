import type { ObjectName } from './column.ts'
import type { Operation, OperationOf } from './operation.ts'
import { OperationsByTable } from './operations-by-table.ts'

/**
 * SQLite manual, ALTER TABLE, 7: what ALTER TABLE cannot change is changed by making the table anew. A dropped table
 * whose rows were all copied into its successor is marked as replaced, and so is the rename that completes the rebuild.
 * What is given for an operation is the same with its mark.
 */
export function markRebuilds(all: readonly Operation[]): ReadonlyMap<Operation, Operation> {
  const operations = all.filter(takesPart)
  const marked = new Map<Operation, Operation>()
  if (!operations.some(operation => operation.kind === 'insert-rows')) return marked
  const byTable = new OperationsByTable(operations)
  for (const [at, drop] of operations.entries()) {
    if (drop.kind !== 'drop-table') continue
    const near = byTable.around(drop.table, at)
    markRebuild(near, near.indexOf(drop), drop, marked)
  }
  return marked
}

/** Keeps scripts of many inserts cheap. */
function takesPart(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-table':
    case 'drop-table':
    case 'rename-table':
      return true
    case 'insert-rows':
      return operation.copiesFrom !== undefined
    case 'delete-rows':
    case 'truncate-table':
      return true
    case 'control-transaction':
      return operation.action === 'rollback' || operation.action === 'rollback-to'
    default:
      return false
  }
}

function markRebuild(
  operations: readonly Operation[],
  dropAt: number,
  drop: OperationOf<'drop-table'>,
  marked: Map<Operation, Operation>,
): void {
  const copies = operations
    .slice(0, dropAt)
    .filter(
      (operation, at): operation is OperationOf<'insert-rows'> =>
        isCopy(operation, drop.table) && !isUndone(operations.slice(at + 1, dropAt), operation.table),
    )
  for (const copy of copies) {
    const swaps = swappingRenames(operations, dropAt, copy.table, drop.table)
    if (swaps.length === 0) continue
    for (const rename of swaps) marked.set(rename, { ...rename, completesRebuild: true })
    if (isComplete(copies, copy.table)) marked.set(drop, { ...drop, replacedBy: copy.table })
    return
  }
  const complete = copies.find(copy => isComplete([copy], copy.table))
  if (!complete) return
  if (isCopiedBack(operations, dropAt, drop.table, complete.table)) {
    marked.set(drop, { ...drop, replacedBy: drop.table })
  } else if (operations.slice(0, dropAt).some(operation => creates(operation, drop.table))) {
    marked.set(drop, { ...drop, replacedBy: complete.table })
  }
}

/** The copied rows are gone again before the old table is dropped. */
function isUndone(since: readonly Operation[], copy: ObjectName): boolean {
  return since.some(
    operation =>
      operation.kind === 'control-transaction' ||
      ((operation.kind === 'delete-rows' ||
        operation.kind === 'truncate-table' ||
        operation.kind === 'drop-table') &&
        sameName(operation.table, copy)),
  )
}

/**
 * The renames that put `successor`, made in this script, in the place of `table`: after the drop, or before the
 * successor was made, where the old table was moved out of the way first.
 */
function swappingRenames(
  operations: readonly Operation[],
  dropAt: number,
  successor: ObjectName,
  table: ObjectName,
): readonly OperationOf<'rename-table'>[] {
  const createAt = operations.findLastIndex((operation, at) => at < dropAt && creates(operation, successor))
  if (createAt === -1) return []
  const after = operations.find((operation, at) => at > dropAt && renames(operation, successor, table))
  const before = operations.findLast((operation, at) => at < createAt && renames(operation, successor, table))
  return [after, before].filter(operation => operation?.kind === 'rename-table')
}

/** The older way: copy out, drop, create again under the old name, copy back. */
function isCopiedBack(
  operations: readonly Operation[],
  dropAt: number,
  table: ObjectName,
  refuge: ObjectName,
): boolean {
  const createAt = operations.findIndex((operation, at) => at > dropAt && creates(operation, table))
  if (createAt === -1) return false
  const copiesBack = operations.slice(createAt).filter(operation => isCopy(operation, refuge))
  return isComplete(copiesBack, table)
}

function isComplete(copies: readonly OperationOf<'insert-rows'>[], into: ObjectName): boolean {
  return copies.some(copy => sameName(copy.table, into) && !copy.copiesFrom?.filtered)
}

function isCopy(operation: Operation, from: ObjectName): operation is OperationOf<'insert-rows'> {
  if (operation.kind !== 'insert-rows' || !operation.copiesFrom) return false
  return sameName(operation.copiesFrom.table, from) && !sameName(operation.table, from)
}

function creates(operation: Operation, table: ObjectName): boolean {
  return operation.kind === 'create-table' && sameName(operation.table, table)
}

function renames(operation: Operation, from: ObjectName, to: ObjectName): boolean {
  return operation.kind === 'rename-table' && sameName(operation.table, from) && sameName(operation.to, to)
}

function sameName(a: ObjectName, b: ObjectName): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

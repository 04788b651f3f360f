import type { Operation, OperationOf } from '../../../operations/operation.ts'
import type { Effect } from '../../dialect.ts'
import type { Server } from './server.ts'

/** Statements that are no clause of an ALTER TABLE. Metadata locks: measured, MySQL 9.7 and MariaDB 10.11. */
export function rowEffects(operation: Operation, { engine, locksParents }: Server): readonly Effect[] {
  switch (operation.kind) {
    case 'create-table':
      return engine === 'mysql' && locksParents ? parentsOf(operation) : []
    case 'drop-table':
      return operation.temporary ? [] : [shut(operation.table)]
    case 'truncate-table':
      return [shut(operation.table)]
    case 'create-object':
    case 'drop-object':
      return operation.objectType === 'trigger' && operation.table !== undefined
        ? [{ ...touched(operation.table, 'EXCLUSIVE'), blocksWrites: true }]
        : []
    case 'insert-rows':
      return [
        touched(operation.table, 'SHARED_WRITE'),
        ...(operation.copiesFrom
          ? [{ ...touched(operation.copiesFrom.table, 'SHARED_READ'), scan: true }]
          : []),
      ]
    case 'update-rows':
    case 'delete-rows':
      return [changedRows(operation.table, operation.filter !== 'present')]
    case 'lock-table':
      return [lockedTable(operation.table, operation.mode)]
    case 'maintain':
      return operation.table === undefined ? [] : [maintained(operation.table, operation.action, engine)]
    default:
      return []
  }
}

/** The parent is told of its new child: it waits for whoever has read the parent in an open transaction (measured: MySQL
 * 9.7, #create-table-fk; MySQL 5.7 and MariaDB 10.11 do not wait). */
function parentsOf({ table, constraints, temporary }: OperationOf<'create-table'>): readonly Effect[] {
  const parents = constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' && !temporary ? [constraint.references.table] : [],
  )
  return [...new Set(parents)].filter(parent => parent !== table).map(parent => touched(parent, 'EXCLUSIVE'))
}

/** Waits for every reader and writer, and keeps them out until it is done. */
function shut(table: string): Effect {
  return { table, lock: 'EXCLUSIVE', blocksReads: true, blocksWrites: true, rewrite: false, scan: false }
}

function touched(table: string, lock: string): Effect {
  return { table, lock, blocksReads: false, blocksWrites: false, rewrite: false, scan: false }
}

/** InnoDB locks the rows that it changes until the end of the transaction; without a WHERE these are all (MySQL 8.0
 * manual 17.7.3). */
function changedRows(table: string, all: boolean): Effect {
  return { ...touched(table, 'SHARED_WRITE'), blocksWrites: all ? true : null, scan: all ? true : null }
}

function lockedTable(table: string, mode: string): Effect {
  const isWrite = mode === 'write'
  return {
    table,
    lock: isWrite ? 'SHARED_NO_READ_WRITE' : 'SHARED_READ_ONLY',
    blocksReads: isWrite,
    blocksWrites: true,
    rewrite: false,
    scan: false,
  }
}

/** OPTIMIZE rebuilds the table in place (MySQL 8.0 manual 15.7.3.4; measured: #optimize-table of both). */
function maintained(table: string, action: string, engine: Server['engine']): Effect {
  if (action === 'optimize') {
    return {
      ...touched(table, engine === 'mysql' ? 'SHARED_NO_READ_WRITE' : 'EXCLUSIVE'),
      rewrite: true,
      scan: true,
      algorithm: 'INPLACE',
      lockClause: 'NONE',
    }
  }
  const reads = action === 'check' || action === 'checksum'
  return { ...touched(table, 'SHARED_READ'), scan: reads, blocksWrites: action === 'repair' }
}

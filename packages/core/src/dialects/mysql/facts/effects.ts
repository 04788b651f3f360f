import type { Operation, OperationOf } from '../../../operations/operation.ts'
import { findColumn, findTable } from '../../../schema/lookup.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import { alwaysCopies } from '../../../schema/storage-engine.ts'
import type { Effect } from '../../dialect.ts'
import { addColumnCost, changeColumnCost, dropColumnCost, renameColumnCost } from './column-effects.ts'
import { type Cost, copy, effectOf, exclusive, instant } from './cost.ts'
import {
  addConstraintCost,
  alterPartCost,
  createIndexCost,
  dropConstraintCost,
  dropIndexCost,
} from './index-effects.ts'
import { rowEffects } from './row-effects.ts'
import type { Server } from './server.ts'
import { convertCharsetCost, partitionCost, tableOptionCost } from './table-effects.ts'

/** What one operation does to the tables that are there before it. */
export function effectsOf(operation: Operation, before: SchemaState, server: Server): readonly Effect[] {
  const cost = costOf(operation, before, server)
  if (cost === undefined) return rowEffects(operation, server)
  const table = tableOf(operation)
  if (table === undefined) return []
  const effect = effectOf(table, withKnownAlgorithm(cost, server))
  return [effect, ...referencedTableEffects(operation, before, server)]
}

/** The clause of an ALTER TABLE; undefined where the operation is none. */
export function costOf(operation: Operation, before: SchemaState, server: Server): Cost | undefined {
  const cost = innodbCostOf(operation, before, server)
  const name = cost && tableOf(operation)
  const table = name === undefined ? undefined : findTable(before, name)
  return cost && table && alwaysCopies(table) && writesTable(operation, cost, table, before) ? copy : cost
}

function writesTable(operation: Operation, cost: Cost, table: Table, before: SchemaState): boolean {
  if (cost.algorithm === null) return false
  if (cost.algorithm !== 'INSTANT') return operation.kind !== 'rename-index'
  switch (operation.kind) {
    case 'add-column':
      return !operation.ifNotExists
    case 'drop-column':
      return !operation.ifExists
    case 'change-column': {
      const from = findColumn(table, operation.column, before.semantics)
      const isLonger = from?.type?.args.join() !== operation.to.type?.args.join()
      return operation.position !== undefined || (isLonger && /^var/.test(from?.type?.name ?? ''))
    }
    default:
      return false
  }
}

function innodbCostOf(operation: Operation, before: SchemaState, server: Server): Cost | undefined {
  switch (operation.kind) {
    case 'add-column':
      return addColumnCost(operation, before, server)
    case 'drop-column':
      return dropColumnCost(operation, before, server)
    case 'rename-column':
      return renameColumnCost(operation, before, server)
    case 'change-column':
      return changeColumnCost(operation, before, server)
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return instant
    case 'add-constraint':
      return addConstraintCost(operation, before, server)
    case 'drop-constraint':
      return dropConstraintCost(operation, before, server)
    case 'create-index':
      return createIndexCost(operation, before, server)
    case 'drop-index':
      return operation.ifExists && lacksIndex(operation, before) ? instant : dropIndexCost(server)
    case 'rename-index':
      return server.engine === 'mariadb' ? instant : { ...instant, algorithm: 'INPLACE' }
    case 'set-table-option':
      return tableOptionCost(operation, before, server)
    case 'alter-object':
      return isPartOfTable(operation) ? alterPartCost(operation, server) : undefined
    case 'convert-charset':
      return convertCharsetCost(operation, before, server)
    case 'change-partitions':
      return partitionCost(operation, before, server)
    case 'rename-table':
      return exclusive
    default:
      return undefined
  }
}

function lacksIndex(
  operation: { readonly name: string; readonly table?: string },
  before: SchemaState,
): boolean {
  const table = operation.table === undefined ? undefined : findTable(before, operation.table)
  return table?.complete === true && !table.indexes.some(index => index.name === operation.name)
}

export function tableOf(operation: Operation): string | undefined {
  if (operation.kind === 'create-index') return operation.index.table
  return 'table' in operation ? operation.table : undefined
}

/** Before there was a word for it, what changes only the data dictionary went as INPLACE. */
export function withKnownAlgorithm(cost: Cost, server: Server): Cost {
  if (cost.algorithm === 'COPY' && cost.lockClause === 'SHARED' && server.copiesOnline) {
    return { ...cost, lockClause: 'NONE' }
  }
  return cost.algorithm === 'INSTANT' && !server.hasInstant ? { ...cost, algorithm: 'INPLACE' } : cost
}

/** An index or a CHECK of a table, altered. */
function isPartOfTable({ objectType, table }: OperationOf<'alter-object'>): boolean {
  return objectType === 'other' && table !== undefined
}

/** A foreign key that is checked keeps writers out of the table that it points to (measured: MySQL 9.7 and MariaDB
 * 10.11, #add-fk; not MySQL 5.7). */
function referencedTableEffects(
  operation: Operation,
  before: SchemaState,
  { engine, locksParents }: Server,
): readonly Effect[] {
  if (!locksParents) return []
  if (operation.kind !== 'add-constraint' && operation.kind !== 'add-column') return []
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return []
  const constraints = operation.kind === 'add-column' ? operation.constraints : [operation.constraint]
  return constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' && constraint.references.table !== operation.table
      ? [
          {
            table: constraint.references.table,
            lock: engine === 'mysql' ? 'SHARED_READ_ONLY' : 'SHARED_NO_WRITE',
            blocksReads: false,
            blocksWrites: true,
            rewrite: false,
            scan: false,
          },
        ]
      : [],
  )
}

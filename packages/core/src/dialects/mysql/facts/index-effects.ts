import type { OperationOf } from '../../../operations/operation.ts'
import { findIndex, findTable } from '../../../schema/lookup.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import {
  type Cost,
  copy,
  inPlaceBuild,
  inPlaceMetadata,
  inPlaceSharedBuild,
  instant,
  noCopy,
  noCopyBuild,
  noCopySharedBuild,
  rebuild,
  sharedRebuild,
} from './cost.ts'
import type { Server } from './server.ts'

/** MySQL 8.0 manual 17.12.1, Index Operations; measured: fixtures/truth/mariadb.json#create-index, #add-index-…. */
export function createIndexCost(
  operation: OperationOf<'create-index'>,
  before: SchemaState,
  server: Server,
): Cost {
  const { index } = operation
  const table = findTable(before, index.table)
  const exists = table && index.name !== undefined && findIndex(table, index.name, before.semantics)
  if (operation.ifNotExists && exists) return instant
  if (operation.ignoresErrors && index.unique) return copy
  if (index.variant === 'fulltext') {
    // The first FULLTEXT index adds a hidden column, for which the table is rebuilt. (Measured: MySQL 9.7, #add-fulltext;
    // MariaDB 10.11, where the next ones take NOCOPY, also after the first has been dropped.)
    if (table === undefined || !hasDocumentIds(table)) return sharedRebuild
    return server.engine === 'mariadb' ? noCopySharedBuild : inPlaceSharedBuild
  }
  // An expression is kept in a hidden virtual column, added with its index (MySQL 8.0 manual 15.1.15).
  if (index.variant === 'spatial' && server.engine === 'mariadb') return noCopySharedBuild
  if (index.variant === 'spatial' || index.parts.some(part => part.expression !== undefined))
    return inPlaceSharedBuild
  return server.engine === 'mariadb' ? noCopyBuild : inPlaceBuild
}

function hasDocumentIds(table: Table): boolean {
  return table.documentIdsOf === table.columns || table.indexes.some(({ variant }) => variant === 'fulltext')
}

export function dropIndexCost(server: Server): Cost {
  return server.engine === 'mariadb' ? noCopy : inPlaceMetadata
}

export function addConstraintCost(
  operation: OperationOf<'add-constraint'>,
  before: SchemaState,
  server: Server,
): Cost {
  const { constraint } = operation
  switch (constraint.type) {
    case 'primary-key':
      return operation.ignoresErrors ? copy : rebuild
    case 'foreign-key':
      if (before.sessionVariables?.get('foreign_key_checks') !== '0') return copy
      // measured: fixtures/truth/mariadb.json#add-fk-nochecks; MySQL 8.0 manual 17.12.1.
      return server.engine === 'mariadb' ? instant : inPlaceMetadata
    case 'check':
      // Measured: MySQL 5.6 and 9.7, #add-check, #add-check-not-enforced.
      if (!server.enforcesChecks) return inPlaceMetadata
      return constraint.notEnforced ? instant : copy
    case 'unique':
      return server.engine === 'mariadb' ? noCopyBuild : inPlaceBuild
    case 'exclusion':
    case 'not-null':
      return copy
    default:
      constraint satisfies never
      return copy
  }
}

export function dropConstraintCost(
  operation: OperationOf<'drop-constraint'>,
  before: SchemaState,
  server: Server,
): Cost {
  if (operation.type === 'primary-key') return copy
  const table = findTable(before, operation.table)
  const { name } = operation
  if (
    operation.type === undefined &&
    table &&
    name !== undefined &&
    findIndex(table, name, before.semantics)
  ) {
    return dropIndexCost(server)
  }
  // Measured: MySQL 9.7, #drop-check, #drop-fk.
  return server.engine === 'mariadb' || operation.type === 'check' ? instant : inPlaceMetadata
}

/** ALTER INDEX … INVISIBLE, ALTER CHECK … ENFORCED; measured: MySQL 9.7, #index-invisible, #enforce-check. */
export function alterPartCost({ change }: OperationOf<'alter-object'>, server: Server): Cost {
  if (change === 'enforced') return copy
  return change === 'not enforced' || server.engine === 'mariadb' ? instant : inPlaceMetadata
}

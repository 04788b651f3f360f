import type { Column, DataType } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findColumn, findTable } from '../../../schema/lookup.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import { charsetOf } from './charsets.ts'
import {
  type Cost,
  copy,
  inPlaceMetadata,
  instant,
  noCopyBuild,
  rebuild,
  sharedRebuild,
  unknownCost,
  worstCost,
} from './cost.ts'
import type { Server } from './server.ts'
import { keepsStorage } from './storage.ts'

/** MySQL 8.0 manual 17.12.1, Column Operations; MariaDB measured: fixtures/truth/mariadb.json#add-col-…. */
export function addColumnCost(
  operation: OperationOf<'add-column'>,
  before: SchemaState,
  server: Server,
): Cost {
  const { column, constraints, position } = operation
  const table = findTable(before, operation.table)
  if (operation.ifNotExists && table && findColumn(table, column.name, before.semantics)) return instant
  if (column.generated?.storage === 'virtual') return instant
  if (column.generated || constraints.some(constraint => constraint.type === 'foreign-key')) return copy
  // Each row gets a value of its own (measured: #add-col-default-uuid; MySQL: taken for the worst).
  if (column.default !== undefined && isExpression(column.default)) return copy
  if (column.autoIncrement) return sharedRebuild
  if (constraints.some(constraint => constraint.type === 'primary-key')) return rebuild
  if (table && refusesInstant(table)) return hasFulltext(table) ? sharedRebuild : rebuild
  const isInstant = position === undefined ? server.instantAddLast : server.instantAddAnywhere
  return isInstant ? instant : rebuild
}

/** The server's clock has one value for the statement; any other call or expression has to be worked out by row. */
function isExpression(text: string): boolean {
  const bare = text.replace(/\(\s*\d*\s*\)$/, '').toLowerCase()
  if (
    /^(?:current_timestamp|now|localtime|localtimestamp|current_date|curdate|current_time|curtime)$/.test(
      bare,
    )
  )
    return false
  return text.includes('(') && !/^'/.test(text)
}

/** Tables that no version changes instantly (MySQL 8.0 manual 17.12.1; measured: #add-col-fulltext-table). */
function refusesInstant(table: Table): boolean {
  return hasFulltext(table) || table.options.row_format?.toLowerCase() === 'compressed'
}

function hasFulltext(table: Table): boolean {
  return table.indexes.some(index => index.variant === 'fulltext')
}

export function dropColumnCost(
  operation: OperationOf<'drop-column'>,
  before: SchemaState,
  server: Server,
): Cost {
  const table = findTable(before, operation.table)
  const column = table && findColumn(table, operation.column, before.semantics)
  if (operation.ifExists && table?.complete && !column) return instant
  if (column?.generated?.storage === 'virtual') return instant
  if (table && isInKey(table, operation.column, before, ['primary-key'])) return rebuild
  if (table && refusesInstant(table)) return rebuild
  if (!server.instantDrop) return rebuild
  // An index loses the column and is built anew (measured: MariaDB 10.11).
  if (table && isInIndex(table, operation.column, before))
    return server.engine === 'mariadb' ? noCopyBuild : rebuild
  return instant
}

function isInKey(table: Table, name: string, { semantics }: SchemaState, types: readonly string[]): boolean {
  const key = semantics.columnKey(name)
  return table.constraints.some(
    constraint =>
      types.includes(constraint.type) &&
      'columns' in constraint &&
      constraint.columns.some(column => semantics.columnKey(column) === key),
  )
}

function isInIndex(table: Table, name: string, { semantics }: SchemaState): boolean {
  const key = semantics.columnKey(name)
  return table.indexes.some(index => index.parts.some(part => semantics.columnKey(part.column ?? '') === key))
}

/** Referenced by a foreign key: in place only (MySQL 8.0 manual 17.12.1). */
export function renameColumnCost(
  { table: name, column }: { readonly table: string; readonly column: string },
  before: SchemaState,
  server: Server,
): Cost {
  const table = findTable(before, name)
  if (server.engine === 'mysql' && table && isInKey(table, column, before, ['foreign-key']))
    return inPlaceMetadata
  return server.instantRename ? instant : inPlaceMetadata
}

export function changeColumnCost(
  operation: OperationOf<'change-column'>,
  before: SchemaState,
  server: Server,
): Cost {
  const table = findTable(before, operation.table)
  const from = table && findColumn(table, operation.column, before.semantics)
  if (operation.ifExists && table?.complete && !from) return instant
  if (!table || !from?.type || !operation.to.type) return unknownCost
  const key = before.semantics.columnKey
  const isRenamed = key(operation.to.name) !== key(operation.column)
  return worstCost([
    instant,
    definitionCost(from, operation.to, table, before, server),
    ...(isRenamed ? [renameColumnCost(operation, before, server)] : []),
    ...(operation.position === undefined || server.instantReorder ? [] : [rebuild]),
    ...operation.constraints.map(constraint => (constraint.type === 'primary-key' ? rebuild : copy)),
  ])
}

/** MySQL 8.0 manual 17.12.1; measured: fixtures/truth/mariadb.json, category modify. */
function definitionCost(from: Column, to: Column, table: Table, before: SchemaState, server: Server): Cost {
  if (generatedChanges(from, to)) return copy
  if (!from.type || !to.type) return unknownCost
  const [old, changed] = [withTableCharset(from.type, table), withTableCharset(to.type, table)]
  if (!keepsStorage(old, changed, server.engine)) return copy
  if (to.autoIncrement && !from.autoIncrement) return copy
  const isKey = isInKey(table, from.name, before, ['primary-key'])
  if (from.nullable !== to.nullable && !isKey) return rebuild
  const collationChanges = old.collation !== changed.collation && changed.collation !== undefined
  return collationChanges && isInIndex(table, from.name, before) ? noCopyBuild : instant
}

function generatedChanges({ generated: from }: Column, { generated: to }: Column): boolean {
  if (from?.storage === 'virtual' && to?.storage === 'virtual') return false
  return from?.storage !== to?.storage || from?.expression !== to?.expression
}

/** A column without a character set of its own has its table's. */
function withTableCharset(type: DataType, table: Table): DataType {
  if (charsetOf(type) !== undefined) return type
  const { charset, collate } = table.options
  return {
    ...type,
    ...(charset === undefined ? {} : { charset }),
    ...(collate === undefined ? {} : { collation: collate }),
  }
}

import type { Column, DataType } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findColumn, findTable } from '../../../schema/lookup.ts'
import { referencesTo } from '../../../schema/references.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import { withTableCharset } from '../../../schema/table-charset.ts'
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

/** Measured: MySQL 9.7 and MariaDB 10.11, fixtures/truth/mysql.json and mariadb.json#add-col-…; the versions from which
 * on a column is added instantly: MySQL 8.0 manual 17.12.1. */
export function addColumnCost(
  operation: OperationOf<'add-column'>,
  before: SchemaState,
  server: Server,
): Cost {
  const { column, constraints, position } = operation
  const isMysql = server.engine === 'mysql'
  const table = findTable(before, operation.table)
  if (operation.ifNotExists && table && findColumn(table, column.name, before.semantics)) return instant
  if (column.generated?.storage === 'virtual') {
    // Measured: MySQL 5.7, #partitioned-add-virtual.
    const isPartitioned = table?.options['partition by'] !== undefined
    return isMysql && isPartitioned && !server.altersPartitionsInPlace ? copy : instant
  }
  if (column.generated || constraints.some(constraint => constraint.type === 'foreign-key')) return copy
  // MySQL reads the rows for a CHECK that no row can break (measured: MySQL 9.7, #add-col-check-inline; MariaDB does not).
  if (isMysql && server.enforcesChecks && constraints.some(({ type }) => type === 'check')) return copy
  if (!server.ignoresInlineReferences && (operation.ignoredReferences ?? []).length > 0) return copy
  // Each row gets a value of its own (measured: #add-col-default-uuid, #add-col-json-default; MySQL 9.7 refuses uuid() and
  // rand() with error 1674).
  const isOneValue = !isMysql && isWorkedOutOnce(column.default ?? '')
  if (column.default !== undefined && isExpression(column.default) && !isOneValue) return copy
  if (column.autoIncrement) return sharedRebuild
  if (constraints.some(constraint => constraint.type === 'primary-key')) return rebuild
  if (table && refusesInstant(table)) return hasFulltext(table) ? fulltextRebuild(server) : rebuild
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

/** Measured: MariaDB 10.11, ALGORITHM=INSTANT: (1 + 1), and (rand()) with one value for all rows. */
function isWorkedOutOnce(text: string): boolean {
  return /^[\s\d.()+*/-]+$/.test(text.replaceAll(/'[^']*'|\brand\s*\(\s*\)/gi, ''))
}

/** MySQL rebuilds no table with a FULLTEXT index in place (measured: MySQL 9.7 and MariaDB 10.11,
 * #add-col-fulltext-table; MySQL 8.0 manual 17.12.1). */
function fulltextRebuild({ engine }: Server): Cost {
  return engine === 'mysql' ? copy : sharedRebuild
}

/** Tables that no version changes instantly (MySQL 8.0 manual 17.12.1; measured: #add-col-fulltext-table). */
function refusesInstant(table: Table): boolean {
  return hasFulltext(table) || table.options.row_format?.toLowerCase() === 'compressed'
}

export function hasFulltext(table: Table): boolean {
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
  const { engine } = server
  if (table && isInKey(table, operation.column, before, ['primary-key'])) {
    // Measured: #drop-col-pk of both.
    return engine === 'mysql' ? copy : rebuild
  }
  // Measured: MySQL 9.7, #drop-col-fulltext-table, #drop-col-compressed.
  if (table && refusesInstant(table)) return engine === 'mysql' && hasFulltext(table) ? copy : rebuild
  if (!server.instantDrop) {
    // Measured: MySQL 8.0.27, #drop-col-beside-functional-index: its key is a hidden column.
    const hasHidden = table?.indexes.some(({ parts }) => parts.some(part => part.expression !== undefined))
    return engine === 'mysql' && hasHidden ? copy : rebuild
  }
  // An index loses the column and is built anew (measured: MariaDB 10.11).
  if (table && isInIndex(table, operation.column, before)) return engine === 'mariadb' ? noCopyBuild : rebuild
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

/** Referenced by another table: in place only (MySQL 8.0 manual 17.12.1; measured: MySQL 9.7,
 * #rename-column-referenced, #rename-fk-column). */
export function renameColumnCost(
  { table: name, column }: { readonly table: string; readonly column: string },
  before: SchemaState,
  server: Server,
): Cost {
  if (server.engine === 'mysql' && isReferenced(name, column, before)) return inPlaceMetadata
  return server.instantRename ? instant : inPlaceMetadata
}

function isReferenced(table: string, column: string, schema: SchemaState): boolean {
  const { columnKey } = schema.semantics
  return referencesTo(schema, table).some(({ foreignKey }) =>
    foreignKey.references.columns.some(each => columnKey(each) === columnKey(column)),
  )
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
    ...operation.constraints
      .filter(({ type }) => type !== 'check' || server.copiesForCheck)
      .map(constraint => (constraint.type === 'primary-key' ? rebuild : copy)),
  ])
}

/** Measured: fixtures/truth/mysql.json and mariadb.json, category modify; MySQL 8.0 manual 17.12.1. */
function definitionCost(from: Column, to: Column, table: Table, before: SchemaState, server: Server): Cost {
  if (generatedChanges(from, to, server)) return copy
  if (!from.type || !to.type) return unknownCost
  const [old, changed] = [withTableCharset(from.type, table), withTableCharset(to.type, table)]
  if (!keepsStorage(old, changed, server.engine)) return copy
  if (to.autoIncrement && !from.autoIncrement) return copy
  if (from.autoIncrement && !to.autoIncrement && server.engine === 'mysql') return copy
  const isKey = isInKey(table, from.name, before, ['primary-key'])
  if (from.nullable !== to.nullable && !isKey) return rebuild
  const charsetChanges = charsetOf(old) !== charsetOf(changed)
  const collationChanges = old.collation !== changed.collation && changed.collation !== undefined
  const isIndexed =
    isInIndex(table, from.name, before) || isInKey(table, from.name, before, ['unique', 'primary-key'])
  if (server.engine === 'mysql') {
    if (charsetChanges || collationChanges)
      return isIndexed || !server.changesCharsetInPlace ? copy : inPlaceMetadata
    return old.args.join() === changed.args.join() || isInteger(old) ? instant : inPlaceMetadata
  }
  // Measured: MariaDB 10.11, 1846 "Cannot change column type" for a column of the primary key alone.
  if (collationChanges && isKey) return copy
  return collationChanges && isIndexed ? noCopyBuild : instant
}

/** Its number is only how wide it is shown. */
function isInteger({ name }: DataType): boolean {
  return name.endsWith('int')
}

/** Measured: MySQL 9.7, #virtual-expression copies; MariaDB 10.11 does not. */
function generatedChanges(
  { generated: from }: Column,
  { generated: to }: Column,
  { engine }: Server,
): boolean {
  if (engine === 'mariadb' && from?.storage === 'virtual' && to?.storage === 'virtual') return false
  return from?.storage !== to?.storage || from?.expression !== to?.expression
}

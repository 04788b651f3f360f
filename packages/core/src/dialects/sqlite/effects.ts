import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { findIndex, tablesNaming } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { Effect } from '../dialect.ts'
import { sqliteSemantics } from './semantics.ts'

interface Work {
  readonly table: ObjectName
  readonly rewrite: boolean | null
  readonly scan: boolean | null
}

/**
 * SQLite manual, File Locking And Concurrency: one writer for the whole database, whatever the table. Readers go on
 * under a RESERVED lock and wait for the EXCLUSIVE lock of the commit; in WAL mode they never wait.
 */
export function effectsOf(operation: Operation, before: SchemaState): readonly Effect[] {
  return workOf(operation, before)
    .filter(({ table }) => mayExist(table, before))
    .map(({ table, rewrite, scan }) => ({
      table,
      lock: 'RESERVED',
      blocksReads: rewrite === false ? false : null,
      blocksWrites: true,
      rewrite,
      scan,
    }))
}

function mayExist(table: ObjectName, before: SchemaState): boolean {
  return !before.complete || before.tables.has(sqliteSemantics.objectKey(table))
}

function workOf(operation: Operation, before: SchemaState): readonly Work[] {
  switch (operation.kind) {
    case 'add-column': {
      // SQLite manual, ALTER TABLE ADD COLUMN: rows are read only to test a CHECK or a NOT NULL generated column.
      const isChecked = operation.constraints.some(constraint => constraint.type === 'check')
      const isRequiredGenerated = operation.column.generated !== undefined && !operation.column.nullable
      return [{ table: operation.table, rewrite: false, scan: isChecked || isRequiredGenerated }]
    }
    case 'drop-column':
      // SQLite manual, ALTER TABLE DROP COLUMN: rewrites the table's content to purge the column's data.
      return [{ table: operation.table, rewrite: true, scan: true }]
    case 'rename-table':
    case 'rename-column':
    case 'drop-not-null':
    case 'drop-constraint':
    case 'change-column':
      return [schemaOnly(operation.table)]
    case 'drop-table':
      // SQLite manual, SQLite Foreign Key Support, 5: with foreign keys on, an implicit DELETE FROM comes first.
      return [{ table: operation.table, rewrite: false, scan: null }]
    case 'set-not-null':
    case 'add-constraint':
      return [{ table: operation.table, rewrite: false, scan: true }]
    case 'create-index':
      return [{ table: operation.index.table, rewrite: false, scan: true }]
    case 'drop-index':
      return tablesWithIndex(operation.name, before).map(schemaOnly)
    case 'reindex':
      return [...before.tables.values()].filter(isReindexed(operation)).map(({ name }) => scanned(name))
    case 'insert-rows':
      return [
        { table: operation.table, rewrite: false, scan: false },
        ...(operation.copiesFrom ? [scanned(operation.copiesFrom.table)] : []),
      ]
    case 'update-rows':
    case 'delete-rows':
      return [{ table: operation.table, rewrite: false, scan: operation.filter === 'present' ? null : true }]
    case 'maintain':
      if (operation.action !== 'vacuum') return []
      // SQLite manual, VACUUM: copies the whole database into a new file.
      return [...before.tables.values()].map(({ name }) => ({ table: name, rewrite: true, scan: true }))
    default:
      return []
  }
}

function schemaOnly(table: ObjectName): Work {
  return { table, rewrite: false, scan: false }
}

function scanned(table: ObjectName): Work {
  return { table, rewrite: false, scan: true }
}

function tablesWithIndex(index: string, before: SchemaState): readonly ObjectName[] {
  return tablesNaming(before, index)
    .filter(table => findIndex(table, index, before.semantics) !== undefined)
    .map(table => table.name)
}

function isReindexed(operation: { readonly target: string; readonly name: string }) {
  return ({ name }: { readonly name: ObjectName }): boolean =>
    operation.target === 'database' ||
    sqliteSemantics.objectKey(name) === sqliteSemantics.objectKey(operation.name)
}

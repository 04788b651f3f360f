import type { Index } from '../operations/column.ts'
import { describeIndexParts } from '../operations/describe-parts.ts'
import { bareName, joinName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { addIndex } from './add-index.ts'
import { changeConstraint } from './apply-constraint.ts'
import { changeTable, putObject, removeObjects } from './edit.ts'
import { objectsOfType } from './find-objects.ts'
import { indexesNamed } from './find-parts.ts'
import { indexOfThatName } from './index-of-that-name.ts'
import { backingConstraint, findIndex, findObject, findTable, sameName, tableOfIndex } from './lookup.ts'
import { partList } from './part-list.ts'
import { attachIndex, dropAttached, renameAttached, waitsFor, withAlike } from './partitioned-index.ts'
import type { SchemaState, Table } from './schema-state.ts'

type IndexOperation = OperationOf<'create-index' | 'drop-index' | 'rename-index' | 'attach-index'>

export function applyToIndex(schema: SchemaState, operation: IndexOperation): SchemaState {
  switch (operation.kind) {
    case 'create-index':
      return create(schema, operation)
    case 'drop-index':
      return drop(schema, operation)
    case 'rename-index':
      return rename(schema, operation)
    case 'attach-index':
      return attachIndex(schema, operation.name, operation.partition)
    default:
      operation satisfies never
      return schema
  }
}

function create(schema: SchemaState, operation: OperationOf<'create-index'>): SchemaState {
  const { name, table: tableName } = operation.index
  if (findObject(schema, 'materialized-view', tableName) !== undefined) return onView(schema, operation.index)
  const table = findTable(schema, tableName)
  const known =
    name === undefined || table === undefined ? undefined : findIndex(table, name, schema.semantics)
  // What the engine made for a foreign key makes room for an index of its name (measured: MariaDB 10.11).
  const exists = known !== undefined && known.implicit !== true
  const taken = operation.ifNotExists ? indexOfThatName(operation.index, schema) : undefined
  if (taken !== undefined && taken.index.implicit !== true) return schema
  // Without IF NOT EXISTS the statement fails on a name that is there.
  if (exists && (operation.ifNotExists || (table?.complete === true && !operation.orReplace))) return schema
  const cleared =
    exists && operation.orReplace
      ? changeTable(schema, tableName, each => withoutIndex(schema, each, known.name ?? ''))
      : schema
  if (operation.only) return addIndex(cleared, { ...operation.index, ...waitsFor(cleared, tableName) })
  return withAlike(cleared, addIndex(cleared, operation.index), tableName)
}

/** The index of a materialized view is kept as an object that hangs on it. */
function onView(schema: SchemaState, index: Index): SchemaState {
  const name = index.name ?? schema.semantics.indexName(index.table, index, new Set())
  const definition = `index ${describeIndexParts(index)} unique ${index.unique}`
  return putObject(schema, { type: 'other', name, table: index.table, definition })
}

function drop(schema: SchemaState, operation: OperationOf<'drop-index'>): SchemaState {
  const table = tableOfIndex(schema, operation.name, operation.table)
  const name = table?.name ?? operation.table
  return name === undefined
    ? removeObjects(
        schema,
        objectsOfType(schema, 'other').filter(each => sameName(each.name, operation.name, schema.semantics)),
      )
    : changeTable(dropAttached(schema, name, operation.name), name, each =>
        withoutIndex(schema, each, operation.name),
      )
}

/** The index, or the key that is kept as an index of this name (MySQL's DROP INDEX takes both). */
function withoutIndex({ semantics }: SchemaState, table: Table, name: string): Table {
  const index = findIndex(table, name, semantics)
  if (index !== undefined) {
    const indexes = partList(table.indexes).without(indexesNamed(table, name, semantics))
    return { ...table, indexes, ...(index.variant === 'fulltext' && { documentIdsOf: table.columns }) }
  }
  const key = backingConstraint(table, name, semantics)
  return key === undefined ? table : { ...table, constraints: partList(table.constraints).without([key]) }
}

/** Renaming the index of a key renames the key (PostgreSQL manual, ALTER INDEX). */
function rename(schema: SchemaState, operation: OperationOf<'rename-index'>): SchemaState {
  const table = tableOfIndex(schema, operation.name, operation.table)
  if (table === undefined) {
    return operation.table === undefined ? schema : changeTable(schema, operation.table, each => each)
  }
  const followed = renameAttached(schema, table.name, { from: operation.name, to: operation.to })
  return changeTable(followed, table.name, each => {
    const named = indexesNamed(each, operation.name, schema.semantics)
    if (named.length === 0) {
      return changeConstraint(schema.semantics, each, operation.name, key => ({
        ...key,
        name: joinName([bareName(operation.to)]),
        implicitName: false,
      }))
    }
    const indexes = partList(each.indexes).replaced(named, index => renamed(index, operation.to))
    return { ...each, indexes }
  })
}

/** An index that somebody names is no longer the engine's own (measured: MariaDB 10.11). */
function renamed(index: Index, name: string): Index {
  const { implicit: _implicit, ...rest } = index
  // It stays in its table's schema, which its name leaves out.
  return { ...rest, name: joinName([bareName(name)]), implicitName: false }
}

import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { parentNames } from '../schema/child-tables.ts'
import { findTable } from '../schema/lookup.ts'
import { onlyIn } from '../schema/pair-by-key.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { columnOperations } from './column-operations.ts'
import {
  addConstraints,
  addForeignKeys,
  addIndexes,
  addIndexesOfColumnsThatAreThere,
  dropForeignKeys,
  dropIndexesAndConstraints,
  dropIndexesOnGoneColumns,
  replaceIndexes,
} from './key-operations.ts'
import { createObjects, createWhatTablesNeed, dropObjects, dropWhatTablesNeed } from './object-operations.ts'
import type { OperationStyle } from './operation-style.ts'
import { recreateTable } from './recreate-table.ts'
import { sharedTables } from './shared-tables.ts'
import { charsetOperations, optionOperations } from './table-option-operations.ts'

type Pass = (from: SchemaState, to: SchemaState, style: OperationStyle) => readonly Operation[]

/** Each pass looks at what the ones before it have left: a dropped column takes its indexes along. */
const passes: readonly Pass[] = [
  dropObjects,
  dropForeignKeys,
  dropTables,
  createWhatTablesNeed,
  createEnums,
  createTables,
  eachTable(charsetOperations),
  // A foreign key that leans on one that goes needs the other first.
  addIndexesOfColumnsThatAreThere,
  dropIndexesOnGoneColumns,
  dropColumns,
  dropIndexesAndConstraints,
  changeColumns,
  replaceIndexes,
  addConstraints,
  addIndexes,
  addForeignKeys,
  eachTable(optionOperations),
  dropEnums,
  dropWhatTablesNeed,
  createObjects,
]

/** What turns one schema into the other, as far as operations can. Renames are seen as drop and create: they are
 * the caller's to know. */
export function operationsBetween(
  from: SchemaState,
  to: SchemaState,
  style: OperationStyle,
): readonly Operation[] {
  let state = from
  const operations: Operation[] = []
  for (const pass of passes) {
    const next = pass(state, to, style)
    operations.push(...next)
    state = next.reduce(apply, state)
  }
  return operations
}

function eachTable(
  operationsOf: (from: Table, to: Table, style: OperationStyle) => readonly Operation[],
): Pass {
  return (from, to, style) =>
    sharedTables(from, to).flatMap(([table, other]) => operationsOf(table, other, style))
}

function changeColumns(from: SchemaState, to: SchemaState, style: OperationStyle): readonly Operation[] {
  return withOwnColumns(from, to).flatMap(([table, other]) =>
    columnOperations(table, other, to.semantics, style),
  )
}

/** The columns of a partition or an inheriting table change with its parent's, and not by statements of their own. */
function withOwnColumns(from: SchemaState, to: SchemaState): readonly (readonly [Table, Table])[] {
  return sharedTables(from, to).filter(
    ([table]) => !parentNames(table).some(parent => findTable(to, parent) !== undefined),
  )
}

function dropTables(from: SchemaState, to: SchemaState): readonly Operation[] {
  return onlyIn(from.tables, to.tables)
    .toReversed()
    .map(({ name }) => ({
      kind: 'drop-table',
      table: name,
      ifExists: false,
      cascade: false,
      temporary: false,
    }))
}

function createTables(
  from: SchemaState,
  to: SchemaState,
  { altersByRebuild = false }: OperationStyle,
): readonly Operation[] {
  // One that is there already may lack the key yet.
  const isThere = ({ name }: Table, other: string): boolean => {
    const meant = findTable(to, other)
    return meant?.name === name || (meant !== undefined && findTable(from, other) === meant)
  }
  return onlyIn(to.tables, from.tables).flatMap(table =>
    recreateTable(table, constraint =>
      constraint.type === 'foreign-key' && !altersByRebuild
        ? isThere(table, constraint.references.table)
        : true,
    ),
  )
}

function createEnums(from: SchemaState, to: SchemaState): readonly Operation[] {
  return onlyIn(to.enums, from.enums).map(({ name, values }) => ({ kind: 'create-enum', type: name, values }))
}

function dropEnums(from: SchemaState, to: SchemaState): readonly Operation[] {
  return onlyIn(from.enums, to.enums).map(({ name }) => ({
    kind: 'drop-object',
    objectType: 'type',
    name,
    ifExists: false,
    cascade: false,
  }))
}

function dropColumns(from: SchemaState, to: SchemaState): readonly Operation[] {
  return withOwnColumns(from, to).flatMap(([table, other]) =>
    [...table.columns]
      .filter(([key]) => !other.columns.has(key))
      .map(([, column]) => ({
        kind: 'drop-column' as const,
        table: table.name,
        column: column.name,
        ifExists: false,
        cascade: false,
      })),
  )
}

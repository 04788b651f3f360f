import type { Constraint, Index } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { isColumnCheck } from '../schema/column-checks.ts'
import { constraintDifference } from '../schema/compare-constraints.ts'
import { indexDifference } from '../schema/compare-indexes.ts'
import { findColumn, findConstraint, findIndex, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { sharedTables } from './shared-tables.ts'

export function dropForeignKeys(from: SchemaState, to: SchemaState): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    goneConstraints(table, other, to)
      .filter(({ type }) => type === 'foreign-key')
      .map(constraint => dropConstraint(table, constraint)),
  )
}

function goneConstraints(table: Table, other: Table, { semantics }: SchemaState): readonly Constraint[] {
  return table.constraints.filter(constraint => {
    if (isColumnCheck(constraint, semantics)) return false
    const counterpart =
      constraint.name === undefined ? undefined : findConstraint(other, constraint.name, semantics)
    return (
      counterpart === undefined ||
      isColumnCheck(counterpart, semantics) ||
      constraintDifference(constraint, counterpart, semantics) !== undefined
    )
  })
}

function dropConstraint(table: Table, { name, type }: Constraint): Operation {
  return {
    kind: 'drop-constraint',
    table: table.name,
    type,
    ifExists: false,
    cascade: false,
    ...(name === undefined ? {} : { name }),
  }
}

/** Before the columns go that they are on, where they would not go along whole. */
export function dropIndexesOnGoneColumns(from: SchemaState, to: SchemaState): readonly Operation[] {
  const { droppedColumnInIndex } = from.semantics
  if (droppedColumnInIndex === 'drops-index') return []
  return sharedTables(from, to)
    .filter(([table, other]) => [...table.columns.keys()].some(key => !other.columns.has(key)))
    .flatMap(([table, other]) =>
      goneIndexes(table, other, to)
        .filter(({ parts }) => droppedColumnInIndex === 'refuses' || parts.length > 1)
        .map(index => dropIndex(table, index)),
    )
}

function goneIndexes(table: Table, other: Table, { semantics }: SchemaState): readonly Index[] {
  return table.indexes.filter(index => {
    const counterpart = index.name === undefined ? undefined : findIndex(other, index.name, semantics)
    return counterpart === undefined || indexDifference(index, counterpart, semantics) !== undefined
  })
}

function dropIndex(table: Table, { name = '' }: Index): Operation {
  return {
    kind: 'drop-index',
    name,
    table: table.name,
    concurrently: false,
    ifExists: false,
    cascade: false,
  }
}

export function dropIndexesAndConstraints(from: SchemaState, to: SchemaState): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) => [
    ...goneIndexes(table, other, to).map(index => dropIndex(table, index)),
    ...goneConstraints(table, other, to).map(constraint => dropConstraint(table, constraint)),
  ])
}

export function addConstraints(from: SchemaState, to: SchemaState): readonly Operation[] {
  return newConstraints(
    from,
    to,
    constraint => constraint.type !== 'foreign-key' && !isColumnCheck(constraint, to.semantics),
  )
}

/** When the keys are there that they refer to. */
export function addForeignKeys(from: SchemaState, to: SchemaState): readonly Operation[] {
  return newConstraints(from, to, ({ type }) => type === 'foreign-key')
}

function newConstraints(
  from: SchemaState,
  to: SchemaState,
  isMeant: (constraint: Constraint) => boolean,
): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    other.constraints
      .filter(isMeant)
      .filter(({ name }) => name === undefined || findConstraint(table, name, to.semantics) === undefined)
      .map(constraint => ({ kind: 'add-constraint' as const, table: table.name, constraint })),
  )
}

/** Before others go: a foreign key lets go of its index where there is another one (MySQL). */
export function addIndexesOfColumnsThatAreThere(from: SchemaState, to: SchemaState): readonly Operation[] {
  return addIndexes(from, to).filter(operation => {
    if (operation.kind !== 'create-index' || !to.semantics.foreignKeyCreatesIndex) return false
    const table = findTable(from, operation.index.table)
    return (
      table !== undefined &&
      operation.index.parts.every(
        ({ column }) => column !== undefined && findColumn(table, column, from.semantics) !== undefined,
      )
    )
  })
}

export function addIndexes(from: SchemaState, to: SchemaState): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    other.indexes
      .filter(({ name }) => name === undefined || findIndex(table, name, to.semantics) === undefined)
      .map(index => ({
        kind: 'create-index' as const,
        index,
        concurrently: false,
        ifNotExists: false,
        orReplace: false,
        only: false,
      })),
  )
}

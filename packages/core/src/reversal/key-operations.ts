import type { Constraint, Index } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { canonicalExpression } from '../schema/canonical-text.ts'
import { parentNames } from '../schema/child-tables.ts'
import { isColumnCheck } from '../schema/column-checks.ts'
import { constraintDifference } from '../schema/compare-constraints.ts'
import { indexDifference } from '../schema/compare-indexes.ts'
import { findColumn, findConstraint, findIndex, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { sharedTables } from './shared-tables.ts'

export function dropForeignKeys(from: SchemaState, to: SchemaState): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    goneConstraints(table, other, from)
      .filter(({ type }) => type === 'foreign-key')
      .map(constraint => dropConstraint(table, constraint)),
  )
}

function goneConstraints(table: Table, other: Table, from: SchemaState): readonly Constraint[] {
  const { semantics } = from
  return table.constraints.filter(constraint => {
    if (isColumnCheck(constraint, semantics) || isParents(constraint, table, from)) return false
    const counterpart =
      constraint.name === undefined ? undefined : findConstraint(other, constraint.name, semantics)
    return (
      counterpart === undefined ||
      isColumnCheck(counterpart, semantics) ||
      constraintDifference(constraint, counterpart, semantics) !== undefined
    )
  })
}

/** It came with the parent's, and goes with that one alone (PostgreSQL 15 manual 5.10; ALTER INDEX … ATTACH PARTITION). */
function isParents(part: Constraint | Index, table: Table, schema: SchemaState): boolean {
  if ('attachedTo' in part && part.attachedTo !== undefined) return true
  if (!('type' in part) || part.type !== 'check' || part.noInherit === true) return false
  const { name, expression } = part
  return parentNames(table).some(parent => {
    const found = findTable(schema, parent)
    const same = found && name !== undefined ? findConstraint(found, name, schema.semantics) : undefined
    return (
      same?.type === 'check' &&
      same.noInherit !== true &&
      canonicalExpression(same.expression) === canonicalExpression(expression)
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
    if (index.attachedTo !== undefined) return false
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
    ...goneIndexes(table, other, to)
      .filter(index => !isReplaced(index, other, to))
      .map(index => dropIndex(table, index)),
    ...goneConstraints(table, other, from).map(constraint => dropConstraint(table, constraint)),
  ])
}

/** In one statement where it can be: a foreign key may need the index (MySQL 8.0 manual 15.1.20.5). */
function isReplaced({ name }: Index, other: Table, { semantics }: SchemaState): boolean {
  return (
    semantics.foreignKeyCreatesIndex && name !== undefined && findIndex(other, name, semantics) !== undefined
  )
}

/** When the columns are there that they are on. */
export function replaceIndexes(from: SchemaState, to: SchemaState): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    goneIndexes(table, other, to).flatMap((index): readonly Operation[] => {
      const again = isReplaced(index, other, to)
        ? findIndex(other, index.name ?? '', to.semantics)
        : undefined
      return again === undefined ? [] : [dropIndex(table, index), createIndex(again)]
    }),
  )
}

export function addConstraints(from: SchemaState, to: SchemaState): readonly Operation[] {
  return newConstraints(
    from,
    to,
    (constraint, table) =>
      constraint.type !== 'foreign-key' &&
      !isColumnCheck(constraint, to.semantics) &&
      !isParents(constraint, table, to),
  )
}

/** When the keys are there that they refer to. */
export function addForeignKeys(from: SchemaState, to: SchemaState): readonly Operation[] {
  return newConstraints(from, to, ({ type }) => type === 'foreign-key')
}

function newConstraints(
  from: SchemaState,
  to: SchemaState,
  isMeant: (constraint: Constraint, table: Table) => boolean,
): readonly Operation[] {
  return sharedTables(from, to).flatMap(([table, other]) =>
    other.constraints
      .filter(constraint => isMeant(constraint, other))
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
      .map(createIndex),
  )
}

function createIndex(index: Index): Operation {
  return {
    kind: 'create-index',
    index,
    concurrently: false,
    ifNotExists: false,
    orReplace: false,
    only: false,
  }
}

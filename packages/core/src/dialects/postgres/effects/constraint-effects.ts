import type { Constraint, Index, ObjectName } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findConstraint, findIndex, findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { isProvedNotNull } from './column-effects.ts'
import { effect } from './lock.ts'
import { childrenOf, onTableAndPartitions } from './relatives.ts'

export function addConstraint(
  operation: OperationOf<'add-constraint'>,
  before: SchemaState,
): readonly Effect[] {
  const { table, constraint } = operation
  switch (constraint.type) {
    case 'foreign-key': {
      const scan = !constraint.notValid
      const parent = constraint.references.table
      const isSelf = before.semantics.objectKey(parent) === before.semantics.objectKey(table)
      return [
        ...onTableAndPartitions(before, table, 'SHARE ROW EXCLUSIVE', { scan }),
        ...(isSelf ? [] : onTableAndPartitions(before, parent, 'SHARE ROW EXCLUSIVE', { scan })),
      ]
    }
    case 'check':
      return exclusive(!constraint.notValid && !constraint.notEnforced)
    case 'not-null':
      return exclusive(!constraint.notValid && !constraint.columns.every(isNeverNull))
    case 'unique':
      return exclusive(operation.usingIndex === undefined)
    case 'primary-key':
      return exclusive(operation.usingIndex === undefined || !keyColumns().every(isNeverNull))
    case 'exclusion':
      return exclusive(true)
    default:
      return constraint satisfies never
  }

  function exclusive(scan: boolean): readonly Effect[] {
    return onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE', { scan })
  }

  function isNeverNull(column: string): boolean {
    return isProvedNotNull(table, column, before)
  }

  /** Of an index that is not known, some column may hold NULL. */
  function keyColumns(): readonly string[] {
    const index = knownIndex(before, table, operation.usingIndex)
    return index?.parts.map(part => part.column ?? '') ?? ['']
  }
}

/** Dropping a foreign key drops its triggers on the other table, under the same lock. */
export function dropConstraint(
  operation: OperationOf<'drop-constraint'>,
  before: SchemaState,
): readonly Effect[] {
  const { table, name } = operation
  const constraint = knownConstraint(before, table, name)
  const others = constraint === undefined ? [] : otherEnds(constraint, operation, before)
  return [
    ...onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE'),
    ...others.map(other => effect(other, 'ACCESS EXCLUSIVE')),
  ]
}

function otherEnds(
  constraint: Constraint,
  { table, cascade }: OperationOf<'drop-constraint'>,
  before: SchemaState,
): readonly ObjectName[] {
  if (constraint.type === 'foreign-key') {
    const parent = constraint.references.table
    return before.semantics.objectKey(parent) === before.semantics.objectKey(table) ? [] : [parent]
  }
  const isKey = constraint.type === 'primary-key' || constraint.type === 'unique'
  return isKey && cascade ? childrenOf(before, table) : []
}

/** Measured: SHARE UPDATE EXCLUSIVE, and ROW SHARE on the table that a foreign key points at. */
export function validateConstraint(
  { table, name }: OperationOf<'validate-constraint'>,
  before: SchemaState,
): readonly Effect[] {
  const constraint = knownConstraint(before, table, name)
  const parent = constraint?.type === 'foreign-key' ? constraint.references.table : undefined
  return [
    ...onTableAndPartitions(before, table, 'SHARE UPDATE EXCLUSIVE', { scan: true }),
    ...(parent === undefined ? [] : [effect(parent, 'ROW SHARE', { scan: true })]),
  ]
}

function knownConstraint(
  before: SchemaState,
  tableName: ObjectName,
  name: string | undefined,
): Constraint | undefined {
  const table = findTable(before, tableName)
  return table && name !== undefined ? findConstraint(table, name, before.semantics) : undefined
}

function knownIndex(before: SchemaState, tableName: ObjectName, name: string | undefined): Index | undefined {
  const table = findTable(before, tableName)
  return table && name !== undefined ? findIndex(table, name, before.semantics) : undefined
}

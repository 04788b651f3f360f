import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { type Dependent, dependentsOf } from '../schema/dependents.ts'
import { findColumn, findConstraint, findObject, findTable } from '../schema/lookup.ts'
import { identitiesWith, ownerIn } from '../schema/owned-sequence.ts'
import type { SchemaState } from '../schema/schema-state.ts'

const views: readonly Dependent['kind'][] = ['view', 'materialized-view']

/** PostgreSQL 15 manual, ALTER TABLE; measured: PostgreSQL 15, error 0A000 for a view, rule, policy, trigger, generated
 * column. */
const fixType: readonly Dependent['kind'][] = [...views, 'rule', 'policy', 'trigger', 'generated-column']

/** The server refuses it, as something else needs what it changes or drops. */
export function isRefused(operation: Operation, schema: SchemaState, traits: DialectTraits): boolean {
  switch (operation.kind) {
    case 'change-column-type':
      return hasDependents(schema, operation.table, operation.column, fixType)
    case 'drop-column':
      return hasDependents(schema, operation.table, operation.column, traits.columnDropRefusedBy ?? [])
    case 'drop-table':
      return (
        (traits.dropsNeedCascade === true && hasDependents(schema, operation.table, undefined, views)) ||
        (traits.dropReferencedTable === 'fails' &&
          hasDependents(schema, operation.table, undefined, ['foreign-key']))
      )
    case 'drop-object':
      return (
        (traits.dropsNeedCascade === true && hasDependents(schema, operation.name, undefined, views)) ||
        (operation.objectType === 'sequence' && isOfSerial(operation.name, schema))
      )
    case 'drop-constraint':
      return isOfColumn(operation, schema)
    case 'add-constraint':
      return operation.constraint.type === 'check' && isInherited(operation.table, schema)
    case 'add-column':
      return isWithoutKey(operation.table, operation.column, schema)
    case 'change-column':
      return isWithoutKey(operation.table, operation.to, schema)
    case 'create-object':
      return (
        operation.objectType === 'sequence' &&
        (isOfIdentity(operation.name, schema) || isOwnedBySerial(operation.definition, schema))
      )
    default:
      return false
  }
}

/** Measured: MariaDB 10.11, error 1091: a CHECK written with its column goes with MODIFY alone. */
function isOfColumn(
  { table: name, name: constraint }: OperationOf<'drop-constraint'>,
  schema: SchemaState,
): boolean {
  const table = findTable(schema, name)
  if (
    table === undefined ||
    constraint === undefined ||
    schema.semantics.columnCheckGoesWithModify !== true
  ) {
    return false
  }
  const found = findConstraint(table, constraint, schema.semantics)
  return found?.type === 'check' && found.column !== undefined
}

/** What the parent checks, its children check already; measured: PostgreSQL 15, error 42710. */
function isInherited(name: string, schema: SchemaState): boolean {
  return findTable(schema, name)?.options.inherits !== undefined
}

/** Measured: MariaDB 10.11, error 1075: an AUTO_INCREMENT column has to begin a key before it is one. */
function isWithoutKey(name: string, { autoIncrement, name: column }: Column, schema: SchemaState): boolean {
  const table = findTable(schema, name)
  if (autoIncrement !== 'auto-increment' || table === undefined) return false
  const isIt = (each: string | undefined): boolean =>
    each !== undefined && schema.semantics.columnKey(each) === schema.semantics.columnKey(column)
  return (
    !table.indexes.some(({ parts }) => isIt(parts[0]?.column)) &&
    !table.constraints.some(each => 'columns' in each && each.type !== 'foreign-key' && isIt(each.columns[0]))
  )
}

/** Its default needs the sequence; measured: PostgreSQL 15, error 2BP01. */
function isOfSerial(sequence: string, schema: SchemaState): boolean {
  const owner = findObject(schema, 'sequence', sequence)?.ownedBy
  return owner !== undefined && isSerial(owner, schema)
}

/** The column has lost its default with the sequence, which its word does not say. */
function isOwnedBySerial(definition: string, schema: SchemaState): boolean {
  const owner = ownerIn(definition)
  return owner !== undefined && isSerial(owner, schema)
}

function isSerial(
  { table: name, column }: { readonly table: string; readonly column: string },
  schema: SchemaState,
): boolean {
  const table = findTable(schema, name)
  return table !== undefined && findColumn(table, column, schema.semantics)?.autoIncrement === 'serial'
}

/** An identity column has a sequence of that name already; measured: PostgreSQL 15, error 42P07. */
function isOfIdentity(sequence: string, schema: SchemaState): boolean {
  return identitiesWith(schema, sequence).length > 0
}

function hasDependents(
  schema: SchemaState,
  name: string,
  column: string | undefined,
  kinds: readonly Dependent['kind'][],
): boolean {
  return dependentsOf(schema, name, column).some(({ kind }) => kinds.includes(kind))
}

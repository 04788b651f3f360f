import type { DialectTraits } from '../dialects/dialect.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { type Dependent, dependentsOf } from '../schema/dependents.ts'
import { findConstraint, findTable } from '../schema/lookup.ts'
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
      return traits.dropsNeedCascade === true && hasDependents(schema, operation.name, undefined, views)
    case 'drop-constraint':
      return isOfColumn(operation, schema)
    case 'create-object':
      return operation.objectType === 'sequence' && isOfIdentity(operation.name, schema)
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

/** An identity column has a sequence of that name already; measured: PostgreSQL 15, error 42P07. */
function isOfIdentity(sequence: string, schema: SchemaState): boolean {
  return [...schema.tables.values()].some(({ name, columns }) =>
    [...columns.values()].some(
      column =>
        column.autoIncrement?.startsWith('identity') === true && `${name}_${column.name}_seq` === sequence,
    ),
  )
}

function hasDependents(
  schema: SchemaState,
  name: string,
  column: string | undefined,
  kinds: readonly Dependent['kind'][],
): boolean {
  return dependentsOf(schema, name, column).some(({ kind }) => kinds.includes(kind))
}

import type { Constraint } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeConstraint } from './apply-constraint.ts'
import { changeTable } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** ALTER CONSTRAINT: `constraint c` is `deferred`, `immediate`, `not deferrable`, `enforced` or `not enforced`. */
export function alterConstraint(
  schema: SchemaState,
  { table: tableName, option, value }: OperationOf<'set-table-option'>,
): SchemaState {
  const name = option.slice('constraint '.length)
  return changeTable(schema, tableName, table =>
    changeConstraint(schema.semantics, table, name, constraint => altered(constraint, value)),
  )
}

function altered(constraint: Constraint, value: string): Constraint {
  if (value === 'enforced' || value === 'not enforced') return enforced(constraint, value === 'enforced')
  const { deferrable: _previous, ...rest } = constraint
  return value === 'deferred' || value === 'immediate' ? { ...rest, deferrable: value } : rest
}

function enforced(constraint: Constraint, isEnforced: boolean): Constraint {
  if (constraint.type !== 'check') return constraint
  const { notEnforced: _previous, ...rest } = constraint
  return isEnforced ? rest : { ...rest, notEnforced: true }
}

import type { Constraint } from '../operations/column.ts'
import { canonicalExpression } from './canonical-text.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'

type Check = Extract<Constraint, { readonly type: 'check' }>

/** A check that is a part of its column: it comes and goes with what is said of that (MariaDB). */
export function isColumnCheck(
  constraint: Constraint,
  { columnCheckGoesWithModify }: SchemaSemantics,
): constraint is Check {
  return columnCheckGoesWithModify === true && constraint.type === 'check' && constraint.column !== undefined
}

export function columnChecks(table: Table, column: string, semantics: SchemaSemantics): readonly Check[] {
  const key = semantics.columnKey(column)
  return table.constraints.flatMap(constraint =>
    isColumnCheck(constraint, semantics) && semantics.columnKey(constraint.column ?? '') === key
      ? [constraint]
      : [],
  )
}

export function areSameChecks(one: readonly Check[], other: readonly Check[]): boolean {
  const texts = (checks: readonly Check[]): string =>
    checks.map(({ expression }) => canonicalExpression(expression)).join('\n')
  return texts(one) === texts(other)
}

import type { Column, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext, Rule } from '../rule.ts'

/** Looks at each column that CREATE TABLE or ADD COLUMN makes; what it says of one is a finding about it. */
export function forNewColumns(
  judge: (
    column: Column,
    table: ObjectName,
    context: OperationContext,
  ) => Omit<Problem, 'objects'> | undefined,
): Pick<NonNullable<Rule['checkOperation']>, 'create-table' | 'add-column'> {
  const problems = (table: ObjectName, columns: readonly Column[], context: OperationContext) =>
    columns.flatMap(column => {
      const problem = judge(column, table, context)
      return problem === undefined ? [] : [{ ...problem, objects: [`${table}.${column.name}`] }]
    })
  return {
    'create-table': (operation: OperationOf<'create-table'>, context) =>
      operation.temporary ? [] : problems(operation.table, operation.columns, context),
    'add-column': (operation: OperationOf<'add-column'>, context) =>
      problems(operation.table, [operation.column], context),
  }
}

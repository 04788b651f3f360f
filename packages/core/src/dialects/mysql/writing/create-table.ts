import type { Column, Constraint } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { type EngineWords, isWritten } from '../../writing/sql-writer.ts'
import { createTableBody } from '../../writing/write-common.ts'
import { key } from './key.ts'
import { tableOption } from './table-option.ts'

/** A column and the checks written with it; undefined where it has other constraints. */
export function columnWithChecks(
  column: Column,
  constraints: readonly Constraint[],
  engine: EngineWords,
): string | undefined {
  const checks = constraints.map(each =>
    each.type === 'check' && each.notEnforced !== true ? `CHECK (${each.expression})` : undefined,
  )
  return checks.every(isWritten) ? [engine.column(column), ...checks].join(' ') : undefined
}

export function createTable(
  operation: OperationOf<'create-table'>,
  engine: EngineWords,
  hiddenIndex: string | undefined,
  checksColumns: boolean,
): readonly string[] | undefined {
  const { columns, constraints, indexes, likes } = operation
  const isInColumn = (constraint: Constraint): boolean =>
    checksColumns && constraint.type === 'check' && constraint.column !== undefined
  const elements = [
    ...columns.map(column =>
      columnWithChecks(
        column,
        constraints.filter(each => isInColumn(each) && 'column' in each && each.column === column.name),
        engine,
      ),
    ),
    ...constraints.filter(each => !isInColumn(each)).map(engine.constraint),
    ...indexes.map(index => key(index, engine, hiddenIndex)),
  ]
  const options = Object.entries(operation.options).map(([option, value]) => tableOption(option, value))
  if (likes !== undefined || !elements.every(isWritten) || !options.every(isWritten)) return undefined
  return [[createTableBody(operation, elements, engine), ...options].join(' ')]
}

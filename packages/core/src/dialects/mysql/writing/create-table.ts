import type { OperationOf } from '../../../operations/operation.ts'
import { type EngineWords, isWritten } from '../../writing/sql-writer.ts'
import { createTableBody } from '../../writing/write-common.ts'
import { key } from './key.ts'
import { tableOption } from './table-option.ts'

export function createTable(
  operation: OperationOf<'create-table'>,
  engine: EngineWords,
  hiddenIndex: string | undefined,
): readonly string[] | undefined {
  const { columns, constraints, indexes, likes } = operation
  const elements = [
    ...columns.map(engine.column),
    ...constraints.map(engine.constraint),
    ...indexes.map(index => key(index, engine, hiddenIndex)),
  ]
  const options = Object.entries(operation.options).map(([option, value]) => tableOption(option, value))
  if (likes !== undefined || !elements.every(isWritten) || !options.every(isWritten)) return undefined
  return [[createTableBody(operation, elements, engine), ...options].join(' ')]
}

import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'

/** The options that a column shows in the schema; of storage, statistics and compression it is kept that there are some. */
export function columnOption(column: Column, { option, value }: OperationOf<'set-column-option'>): Column {
  switch (option) {
    case 'identity':
      return withIdentity(column, value)
    case 'expression':
      return withExpression(column, value)
    case 'visibility':
    case 'visible':
      return withVisibility(column, value)
    default:
      return { ...column, unkept: true }
  }
}

function withIdentity(column: Column, value: string): Column {
  const { autoIncrement: _previous, ...rest } = column
  if (value === '') return rest
  const autoIncrement = value.toLowerCase().includes('always') ? 'identity-always' : 'identity-by-default'
  return { ...rest, nullable: false, autoIncrement }
}

function withExpression(column: Column, value: string): Column {
  const { generated, ...rest } = column
  return value === ''
    ? rest
    : { ...rest, generated: { storage: generated?.storage ?? 'stored', expression: value } }
}

function withVisibility(column: Column, value: string): Column {
  const { invisible: _previous, ...rest } = column
  return value.toLowerCase().includes('invisible') ? { ...rest, invisible: true } : rest
}

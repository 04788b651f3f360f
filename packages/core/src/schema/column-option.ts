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
  const { autoIncrement: previous, ...rest } = column
  if (value === '') return rest
  const kind = /^(?:always|by default)$/
  const items = value.toLowerCase().split(', ')
  const said = items.find(item => kind.test(item))
  const autoIncrement = said === undefined ? previous : identityOf(said)
  // RESTART is no part of the definition; how it counts is one that is not kept.
  const counts = items.some(item => !kind.test(item) && !item.startsWith('restart'))
  return {
    ...rest,
    nullable: false,
    ...(autoIncrement && { autoIncrement }),
    ...(counts && { unkept: true as const }),
  }
}

function identityOf(kind: string): 'identity-always' | 'identity-by-default' {
  return kind === 'always' ? 'identity-always' : 'identity-by-default'
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

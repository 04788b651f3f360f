import type { OperationOf } from '../../operations/operation.ts'

/** Not NULL, and nothing gives the rows a value. */
export function isRequired({ column }: Pick<OperationOf<'add-column'>, 'column'>): boolean {
  const { nullable, generated, autoIncrement, default: value } = column
  if (nullable || generated !== undefined || autoIncrement !== undefined) return false
  return value === undefined || value.toLowerCase() === 'null'
}

import { bareName } from './names.ts'
import type { OperationOf } from './operation.ts'

/** `SET c = c`, `SET c = t.c`: no value changes. Triggers run, and every row is written again. */
export function isSetToItself(
  { table, assignments = {} }: OperationOf<'update-rows'>,
  column: string,
): boolean {
  const value = (assignments[column] ?? '').replace(/["`\s]/g, '').toLowerCase()
  const name = column.toLowerCase()
  return value === name || value === `${bareName(table).toLowerCase()}.${name}`
}

import type { OperationOf } from './operation.ts'

/** `SET plan = 'free' WHERE plan IS NULL`: nothing is written over, and what each of the rows had is known. */
export function fillsNulls({ columns, where = '' }: OperationOf<'update-rows'>): boolean {
  const [column, ...others] = columns
  const [, filled] = /^[\s(]*["`]?(?:\w+["`]?\.["`]?)?(\w+)["`]?\s+is\s+null[\s)]*$/i.exec(where) ?? []
  return others.length === 0 && column !== undefined && filled?.toLowerCase() === column.toLowerCase()
}

import type { ObjectName } from '../operations/column.ts'
import { earlierStepsOf, isBefore, stepsOn } from '../schema/find-steps.ts'
import { namesIn } from '../schema/sql-text.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

export interface Carried {
  /** Where the code reads the values, and where it writes them back. */
  readonly readIn: number
  readonly writtenIn: number
}

/** A migration in code reads a column, drops it, makes it anew, and fills it with what it has made of the values. */
export function carriedByCode(
  table: ObjectName,
  column: string,
  { script, replayedScript: { steps }, step, before }: OperationContext,
): Carried | undefined {
  if (/\.(?:sql|xml|ya?ml|json)$/i.test(script.file)) return undefined
  const isColumn = (name: string): boolean => sameColumn(before, name, column)
  const read = earlierStepsOf(steps, step, 'read-rows').find(
    ({ operation, statement: { text } }) =>
      operation.tables.some(name => sameObject(before, name, table)) &&
      (text.includes('*') || namesIn(text).some(isColumn)),
  )
  const written = stepsOn(steps, table, 'update-rows').find(
    each => isBefore(steps, step, each) && each.operation.columns.some(isColumn),
  )
  return (
    read && written && { readIn: read.statement.location.line, writtenIn: written.statement.location.line }
  )
}

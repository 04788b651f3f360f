import type { ObjectName } from '../operations/column.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { findConstraint, findTable } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

export function checksOf(table: Table | undefined): readonly string[] {
  const constraints = table?.constraints ?? []
  return [...constraints].flatMap(each => (each.type === 'check' ? [each.expression] : []))
}

/** Those that the rows have met: of the table as it is, as the deploy found it, and what the script has dropped. */
export function checksBefore(table: ObjectName, context: OperationContext): readonly string[] {
  const { before, deployed, replayedScript, step, tableBefore } = context
  const dropped = earlierSteps(replayedScript.steps, step, table, 'drop-constraint').flatMap(each => {
    const known = findTable(each.before, table)
    const { name } = each.operation
    const found = known && name !== undefined ? findConstraint(known, name, before.semantics) : undefined
    return found?.type === 'check' ? [found.expression] : []
  })
  return [...new Set([...checksOf(tableBefore(table)), ...checksOf(findTable(deployed, table)), ...dropped])]
}

/** A column of an integer type, or a length: of whole numbers alone. */
export function isWholeIn(table: ObjectName, { before }: OperationContext): (operand: string) => boolean {
  return operand =>
    /^(?:(?:char(?:acter)?|octet)_)?length\b/.test(operand) ||
    /^(?:tiny|small|medium|big)?int(?:eger)?$/.test(columnIn(before, table, operand)?.type?.name ?? '')
}

export interface RowsTouched {
  readonly line: number
  /** Absent: every row. */
  readonly where?: string
}

/** By earlier statements of the script that write the column of one of these names, or delete rows by it. */
export function rowsTouchedBefore(
  table: ObjectName,
  operand: string,
  { before, replayedScript, step }: OperationContext,
): readonly RowsTouched[] {
  const names = namesIn(operand)
  const isNamed = (column: string) => names.some(name => sameColumn(before, name, column))
  const steps = earlierSteps(replayedScript.steps, step, table, 'update-rows', 'delete-rows')
  return steps.flatMap(({ operation, statement }) => {
    const touches =
      operation.kind === 'update-rows'
        ? operation.columns.some(isNamed)
        : namesIn(operation.where ?? '').some(isNamed)
    const { where } = operation
    return touches ? [{ line: statement.location.line, ...(where !== undefined && { where }) }] : []
  })
}

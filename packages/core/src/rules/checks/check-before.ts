import type { Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { checksNaming } from '../../schema/find-parts.ts'
import { isBefore, placeOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Table } from '../../schema/schema-state.ts'
import { namesIn, qualifiedCallsIn } from '../../schema/sql-text.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { conditionOf } from '../scripts/condition-of.ts'
import { allowedBy } from './check-allows.ts'

export function checksOf(table: Table | undefined): readonly string[] {
  const constraints = table?.constraints ?? []
  return [...constraints].flatMap(each => (each.type === 'check' ? [each.expression] : []))
}

/** Those that say something of the same operands and that the rows have met: of the table as it is, and as the script and
 * the deploy found it. */
export function checksBefore(
  table: ObjectName,
  expression: string,
  { before, deployed, replayedScript }: OperationContext,
): readonly string[] {
  const tables = [before, replayedScript.before, deployed].map(schema => findTable(schema, table))
  const found = operandNames(expression).flatMap(name =>
    tables.flatMap(known => (known === undefined ? [] : checksNaming(known, name))),
  )
  return [...new Set(found)]
}

/** One name of each operand, which is in every CHECK of this operand; numbers, keywords and functions are
 * in too many. */
function operandNames(expression: string): readonly string[] {
  const names = namesIn(expression).filter(name => !/^\d/.test(name))
  const calls = new Set(qualifiedCallsIn(expression))
  const columnsFirst = [...names.filter(name => !calls.has(name)), ...names]
  return allowedBy(expression).flatMap(
    ({ operand = '' }) => columnsFirst.find(name => ` ${operand} `.includes(` ${name.toLowerCase()} `)) ?? [],
  )
}

/** A column of an integer type, or a length: of whole numbers alone. */
export function isWholeIn(table: ObjectName, { before }: OperationContext): (operand: string) => boolean {
  return operand =>
    /^(?:(?:char(?:acter)?|octet)_)?length\b/.test(operand) ||
    /^(?:tiny|small|medium|big)?int(?:eger)?$/.test(columnIn(before, table, operand)?.type?.name ?? '')
}

export interface RowsTouched {
  /** Of this script; absent: another migration of the deploy. */
  readonly line?: number
  /** Behind the statement. */
  readonly isLater?: boolean
  readonly isDelete: boolean
  /** Absent: every row. `unknown`: which ones, the code finds out when it runs. */
  readonly where?: string
  readonly isUnknown?: boolean
  /** What an UPDATE writes in its place, as it is written. */
  readonly setTo?: string
}

/** By earlier statements of the deploy that write the column of one of these names, or delete rows by it. */
export function rowsTouchedBefore(
  table: ObjectName,
  operand: string,
  context: OperationContext,
): readonly RowsTouched[] {
  return rowsTouched(table, operand, context).filter(({ isLater }) => isLater !== true)
}

/** Also by those behind the statement, for a CHECK that does not look at the rows when it comes (NOT VALID). */
export function rowsTouched(
  table: ObjectName,
  operand: string,
  { before, replayedScript, deploySteps, direction, step }: OperationContext,
): readonly RowsTouched[] {
  const names = namesIn(operand)
  const isNamed = (column: string) => names.some(name => sameColumn(before, name, column))
  const all = direction === 'down' ? replayedScript.steps : deploySteps
  return stepsOn(all, table, 'update-rows', 'delete-rows').flatMap(each => {
    const { operation, statement } = each
    const where = conditionOf(operation.where, statement)
    const written = operation.kind === 'update-rows' ? operation.columns.find(isNamed) : undefined
    const isDelete = operation.kind === 'delete-rows'
    const isDeletedBy = isDelete && namesIn(operation.where ?? '').some(isNamed)
    const isUnknown = isDelete && isOfNoRow(where)
    if (written === undefined && !isDeletedBy && !isUnknown) return []
    const setTo = written === undefined ? undefined : valueSet(written, operation, statement)
    return [
      {
        isDelete,
        ...(!isBefore(all, each, step) && { isLater: true }),
        ...(placeOf(replayedScript.steps, each) !== -1 && { line: statement.location.line }),
        ...(isUnknown && { isUnknown }),
        ...(where !== undefined && !isNotNullTest(where, operand) && { where }),
        ...(setTo !== undefined && { setTo }),
      },
    ]
  })
}

/** A list that is empty where the migration is read, as no table has rows there: `id IN ()`, which Knex writes so. */
function isOfNoRow(where = ''): boolean {
  return /^[\s(]*(?:1\s*=\s*0|false)[\s)]*$/i.test(where)
}

/** A CHECK takes NULL, so that these are all rows that it asks something of. */
function isNotNullTest(where: string, operand: string): boolean {
  const words = where
    .replace(/[`"()]/g, ' ')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .join(' ')
  return words === `${operand.toLowerCase()} is not null`
}

function valueSet(
  column: string,
  operation: OperationOf<'update-rows' | 'delete-rows'>,
  { inlined }: Statement,
): string | undefined {
  if (operation.kind === 'delete-rows') return undefined
  const set = new RegExp(`(?:\\bset|,)\\s*["\`]?${column}["\`]?\\s*=\\s*('(?:[^']|'')*'|[\\d.]+)`, 'i')
  return inlined === undefined ? operation.assignments?.[column]?.trim() : set.exec(inlined)?.[1]
}

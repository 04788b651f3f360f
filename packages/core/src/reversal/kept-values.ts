import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { nameAfter, nameBefore } from '../schema/column-renames.ts'
import { placeOf, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { leavesRowsOut } from '../schema/leaves-rows-out.ts'
import type { Step } from '../schema/replay.ts'
import { namesIn, textTokens } from '../schema/sql-text.ts'
import type { Loss } from './loss.ts'

/** Up copied the values to another table before, and down reads that table to put them back. */
export function isKept(
  loss: Loss,
  { operation }: Step,
  steps: readonly Step[],
  index: number,
  down: readonly Step[],
): boolean {
  const deleted = operation.kind === 'delete-rows' ? operation.where : undefined
  const copies = stepsOf(steps, 'insert-rows', 'create-table').flatMap(step =>
    placeOf(steps, step) < index ? (copyOf(loss, step, deleted) ?? []) : [],
  )
  return copies.some(copy => down.some(step => putsBack(loss, step, copy)))
}

/** Up has put the old table aside under this name and copied its rows, and down fills one of the old name again. */
export function isPutAside({ table }: Loss, up: readonly Step[], down: readonly Step[]): boolean {
  const isCopied = up.some(step => {
    const source = wholeSource(step.operation)
    return source !== undefined && isSame(step, source, table)
  })
  if (!isCopied) return false
  return up.some(step => {
    const { operation: aside } = step
    if (aside.kind !== 'rename-table' || !isSame(step, aside.to, table)) return false
    return down.some(
      // Of a WHERE there is taken that it leaves out what was written since.
      ({ operation }) =>
        operation.kind === 'insert-rows' &&
        operation.copiesFrom !== undefined &&
        isSame(step, operation.table, aside.table),
    )
  })
}

/** Up fills in what was NULL, and down sets it to NULL again. */
export function isEmptiedAgain(loss: Loss, { operation }: Step, down: readonly Step[]): boolean {
  const { column } = loss
  if (operation.kind !== 'update-rows' || column === undefined) return false
  if (operation.where === undefined || !requiresNull(operation.where, column)) return false
  return stepsOn(down, operation.table, 'update-rows').some(
    step => step.operation.assignments?.[column]?.trim().toLowerCase() === 'null',
  )
}

/** The table whose rows are all copied. */
function wholeSource(operation: Operation): ObjectName | undefined {
  const copy = operation.kind === 'insert-rows' ? operation.copiesFrom : undefined
  return copy === undefined || copy.filtered === true ? undefined : copy.table
}

/** The table that holds the lost values since this step: every row of them, and the column if one is lost. */
function copyOf({ table, column }: Loss, step: Step, deleted?: string): ObjectName | undefined {
  const { operation, statement } = step
  if (operation.kind === 'insert-rows' && operation.copiesFrom !== undefined) {
    const { table: source, expressions, filtered } = operation.copiesFrom
    const isWhole =
      (filtered !== true || (deleted !== undefined && endsWithCondition(statement.text, deleted))) &&
      isSame(step, source, table)
    const names = expressions.flatMap(namesIn)
    const hasColumn = column === undefined || expressions.includes('*') || names.includes(column)
    return isWhole && hasColumn ? operation.table : undefined
  }
  if (operation.kind !== 'create-table' || operation.asSelect !== true) return undefined
  const words = textTokens(statement.text).map(({ text }) => text.toLowerCase())
  const names = namesIn(statement.text)
  const isWhole = !leavesRowsOut(statement.text, table, step.before)
  const hasColumn = column === undefined || words.includes('*') || names.includes(column)
  return isWhole && hasColumn && names.some(name => isSame(step, name, table)) ? operation.table : undefined
}

/** `INSERT … SELECT … WHERE c` copies what `DELETE … WHERE c` then takes away. */
function endsWithCondition(text: string, condition: string): boolean {
  const plain = (part: string): string => part.replace(/\s+/g, ' ').trim()
  const [, where = ''] = /\bwhere\b([\s\S]*)$/i.exec(text) ?? []
  return plain(where.replace(/\bon\s+(?:conflict|duplicate)\b[\s\S]*$/i, '')) === plain(condition)
}

/** `UPDATE t SET b = a::text`, or `coalesce(a, 0)`, DROP COLUMN a, RENAME COLUMN b TO a: the values stay, in another type.
 * The column that goes may have another name by then. */
export function isCarriedOver({ table, column }: Loss, steps: readonly Step[], index: number): boolean {
  const dropping = steps[index]
  if (column === undefined || dropping?.operation.kind !== 'drop-column') return false
  const first = nameBefore(steps, table, column, dropping)
  return stepsOn(steps, table, 'update-rows').some(step => {
    const { operation, before } = step
    if (operation.filter === 'present' || placeOf(steps, step) >= index) return false
    const { columnKey } = before.semantics
    return operation.columns.some(name => {
      if (columnKey(nameAfter(steps, step, table, name)) !== columnKey(first)) return false
      const read = nameBefore(steps, table, column, dropping, step)
      return columnKey(name) !== columnKey(read) && isCast(operation, name, read)
    })
  })
}

function isCast(operation: Operation, name: string, column: string): boolean {
  const text = operation.kind === 'update-rows' ? (operation.assignments?.[name] ?? '') : ''
  const names = namesIn(text.replace(/::[\s\S]*$|\bas\b[\s\S]*$/i, '')).filter(
    each => !/^(?:\d.*|cast|nullif|coalesce|ifnull)$/i.test(each),
  )
  return names.length === 1 && names[0] === column
}

function putsBack({ table, column }: Loss, step: Step, copy: ObjectName): boolean {
  const { operation, statement } = step
  const bare = copy.split('.').at(-1)
  if (!namesIn(statement.text).some(name => name === bare)) return false
  switch (operation.kind) {
    case 'update-rows':
      return (
        column !== undefined && isSame(step, operation.table, table) && operation.columns.includes(column)
      )
    case 'insert-rows':
      return column === undefined && isSame(step, operation.table, table)
    default:
      return false
  }
}

/** `c IS NULL` as a condition that every updated row meets: no OR beside it. */
export function requiresNull(where: string, column: string): boolean {
  const tokens = textTokens(where).filter(({ kind }) => kind !== 'space')
  const words = tokens.map(({ text }) => text.toLowerCase())
  if (words.includes('or') || words.includes('not')) return false
  return tokens.some(
    ({ name }, index) => name === column && words[index + 1] === 'is' && words[index + 2] === 'null',
  )
}

function isSame({ before: { semantics } }: Step, one: ObjectName, other: ObjectName): boolean {
  return semantics.objectKey(one) === semantics.objectKey(other)
}

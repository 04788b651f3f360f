import type { DataType, ObjectName } from '../../operations/column.ts'
import { earlierSteps, type StepOf } from '../../schema/find-steps.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** `UPDATE t SET c = left(c, 50) WHERE length(c) > 50` before varchar(50): what does not fit was cut on purpose, where it
 * can be seen. */
export function isCutFirst(
  table: ObjectName,
  column: string,
  { name, args: [room] }: DataType,
  { before, replayedScript, step }: OperationContext,
): boolean {
  if (name !== 'varchar' || typeof room !== 'number') return false
  const own = ownName(column)
  const cut = new RegExp(
    `^\\s*(?:left\\s*\\(\\s*${own}\\s*,|substr(?:ing)?\\s*\\(\\s*${own}\\s*(?:,\\s*1\\s*,|from\\s+1\\s+for))\\s*(\\d+)\\s*\\)\\s*$`,
    'i',
  )
  return earlierSteps(replayedScript.steps, step, table, 'update-rows').some(({ operation }) => {
    const { assignments = {}, where } = operation
    const assigned = Object.entries(assignments).find(([each]) => sameColumn(before, each, column))?.[1]
    const left = cut.exec(assigned ?? '')?.[1]
    return left !== undefined && Number(left) <= room && isOnLonger(where, column, room)
  })
}

/** The earlier statement of the script that deletes or writes anew exactly the rows whose text is too long: `WHERE
 * length(c) > 50`. Whether what it writes fits is not told. */
export function longerDoneFirst(
  table: ObjectName,
  column: string,
  { name, args: [room] }: DataType,
  { before, replayedScript, step }: OperationContext,
): StepOf<'update-rows' | 'delete-rows'> | undefined {
  if (name !== 'varchar' || typeof room !== 'number') return undefined
  return earlierSteps(replayedScript.steps, step, table, 'update-rows', 'delete-rows').find(
    ({ operation, runs }) =>
      runs === true &&
      operation.where !== undefined &&
      isOnLonger(operation.where, column, room) &&
      (operation.kind === 'delete-rows' || operation.columns.some(each => sameColumn(before, each, column))),
  )
}

function isOnLonger(where: string | undefined, column: string, room: number): boolean {
  const longer = new RegExp(
    `^[\\s(]*(?:char_|character_)?length\\s*\\(\\s*${ownName(column)}\\s*\\)\\s*(>=?)\\s*(\\d+)[\\s)]*$`,
    'i',
  )
  if (where === undefined) return true
  const [, sign, number] = longer.exec(where) ?? []
  return number !== undefined && Number(number) - (sign === '>=' ? 1 : 0) <= room
}

function ownName(column: string): string {
  return `(?:\\w+\\.)?["\`]?${column.replace(/\W/g, '\\$&')}["\`]?`
}

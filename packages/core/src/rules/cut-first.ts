import type { DataType, ObjectName } from '../operations/column.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { sameColumn } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

/** `UPDATE t SET c = left(c, 50) WHERE length(c) > 50` before varchar(50): what does not fit was cut on purpose, where it
 * can be seen. */
export function isCutFirst(
  table: ObjectName,
  column: string,
  { name, args: [room] }: DataType,
  { before, replayedScript, step }: OperationContext,
): boolean {
  if (name !== 'varchar' || typeof room !== 'number') return false
  const own = `["\`]?${column.replace(/\W/g, '\\$&')}["\`]?`
  const cut = new RegExp(
    `^\\s*(?:left\\s*\\(\\s*${own}\\s*,|substr(?:ing)?\\s*\\(\\s*${own}\\s*(?:,\\s*1\\s*,|from\\s+1\\s+for))\\s*(\\d+)\\s*\\)\\s*$`,
    'i',
  )
  const longer = new RegExp(
    `^[\\s(]*(?:char_|character_)?length\\s*\\(\\s*${own}\\s*\\)\\s*>\\s*(\\d+)[\\s)]*$`,
    'i',
  )
  return earlierSteps(replayedScript.steps, step, table, 'update-rows').some(({ operation }) => {
    const { assignments = {}, where } = operation
    const assigned = Object.entries(assignments).find(([each]) => sameColumn(before, each, column))?.[1]
    const left = cut.exec(assigned ?? '')?.[1]
    const above = where === undefined ? '0' : longer.exec(where)?.[1]
    return left !== undefined && above !== undefined && Number(left) <= room && Number(above) <= room
  })
}

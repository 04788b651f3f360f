import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { withoutComments } from '../../schema/bodies.ts'
import { type StepOf, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'

/** Each INSERT into the table leaves out the rows that are there: run again it does no harm. */
export function insertsWhatIsMissing(table: ObjectName, steps: readonly Step[]): boolean {
  return stepsOn(steps, table, 'insert-rows').every(
    insert => insert.operation.ignoresErrors === true || leavesOut(insert),
  )
}

function leavesOut({ operation, statement }: StepOf<'insert-rows'>): boolean {
  const text = withoutComments(statement.text)
  return (
    /\b(?:on\s+conflict|on\s+duplicate\s+key|not\s+exists|not\s+in\s*\(\s*select)\b/i.test(text) ||
    isAntiJoin(text, operation.table)
  )
}

/** `LEFT JOIN t AS x ON … WHERE x.id IS NULL`, of the table itself. */
function isAntiJoin(text: string, table: ObjectName): boolean {
  const plain = text.replace(/["`[\]]/g, '')
  const name = bareName(table).replace(/\W/g, '\\$&')
  const joined = new RegExp(
    `\\bleft\\s+(?:outer\\s+)?join\\s+(?:\\w+\\.)*${name}\\b(?:\\s+as)?\\s+(\\w+)`,
    'i',
  )
  const alias = joined.exec(plain)?.[1]
  return (
    alias !== undefined &&
    new RegExp(`\\bwhere\\b[^;]*\\b(?:${name}|${alias})\\.\\w+\\s+is\\s+null\\b`, 'i').test(plain)
  )
}

import type { Operation } from '../../operations/operation.ts'
import { nameAtEnd, placeWithFile } from '../deploy/later-in-deploy.ts'
import { columnIn } from '../names/known-columns.ts'
import { isEmptiedFirst } from '../rows/emptied-first.ts'
import { provenEmptyBy } from '../rows/proven-empty.ts'
import type { OperationContext, Problems } from '../rule.ts'

/** What is left of a dropped column in a table that has no row if the deploy gets here: running code asks for it. */
export function whereVacant(problems: Problems, operation: Operation, context: OperationContext): Problems {
  if (problems === undefined || operation.kind !== 'drop-column') return undefined
  const { table, column } = operation
  const refusing = provenEmptyBy(table, context)
  const last = nameAtEnd(table, context)
  if (refusing === undefined || last === undefined || columnIn(context.atEnd, last, column) !== undefined)
    return undefined
  // What took the rows out is told for itself.
  if (isEmptiedFirst(table, context.step, context.replayedScript)) {
    return {
      message: `Running code that still uses ${table}.${column} fails. ${table} has no row any more, as the script has taken them all out before.`,
      instead: `Stop using ${column} in one release, and drop it in a later one.`,
      severity: 'warning',
      objects: [`${table}.${column}`],
    }
  }
  const place = refusing.statement === context.statement ? 'the statement' : placeWithFile(refusing, context)
  return {
    message: `Running code that still uses ${table}.${column} fails. No value in it is lost, as ${place} fails where ${table} has rows.`,
    instead: `Stop using ${column} in one release, and drop it in a later one. Where ${place} is changed so that it works with rows, the DROP COLUMN deletes their values: copy them first.`,
    severity: 'warning',
    objects: [`${table}.${column}`],
  }
}

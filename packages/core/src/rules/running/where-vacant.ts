import type { Operation } from '../../operations/operation.ts'
import { nameAtEnd, placeWithFile } from '../deploy/later-in-deploy.ts'
import { columnIn } from '../names/known-columns.ts'
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
  const place = refusing.statement === context.statement ? 'the statement' : placeWithFile(refusing, context)
  return {
    message: `Running code that still uses ${table}.${column} fails. No value in it is lost, as ${place} fails where ${table} has rows.`,
    instead: `Stop using ${column} in one release, and drop it in a later one. Where ${place} is changed so that it works with rows, the DROP COLUMN deletes their values: copy them first.`,
    severity: 'warning',
    objects: [`${table}.${column}`],
  }
}

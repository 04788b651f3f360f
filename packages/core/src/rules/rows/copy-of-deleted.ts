import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { withoutComments } from '../../schema/bodies.ts'
import { objectsNamed } from '../../schema/find-objects.ts'
import { isBefore } from '../../schema/find-steps.ts'
import { qualifiedNamesIn, textTokens } from '../../schema/sql-text.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isRolledBack } from '../scripts/transaction-state.ts'
import { rowsReadBy } from './copy-of-rows.ts'
import { stepsReading } from './steps-reading.ts'

export interface ReadBefore {
  /** `line 7`, or `line 7 of 003_teams.sql`. */
  readonly at: string
  /** A table, or a column of one. */
  readonly into: string
  /** `kind = 'tag'`, of both. */
  readonly condition: string
}

/** The last statement before a DELETE that fills something else from rows of the table, of which it asks what the DELETE
 * asks: the same values of the same columns. */
export function readBeforeDelete(
  table: ObjectName,
  where: string,
  context: OperationContext,
): ReadBefore | undefined {
  const { deploySteps, step, direction, replayedScript } = context
  const asked = valuesAsked(where)
  if (direction === 'down' || asked.length === 0 || /\bor\b/i.test(where)) return undefined
  const isAsked = (text: string): boolean => {
    const values = new Set(valuesAsked(text))
    return asked.every(each => values.has(each))
  }
  const reading = stepsReading(deploySteps, bareName(table)).findLast(
    each =>
      isBefore(deploySteps, each, step) &&
      each.statement !== step.statement &&
      isAsked(each.statement.text) &&
      rowsReadBy(each, table, context) !== undefined &&
      !isRolledBack(replayedScript.steps, each, step),
  )
  const into = reading && rowsReadBy(reading, table, context)
  if (reading === undefined || into === undefined) return undefined
  const columns = reading.operation.kind === 'update-rows' ? reading.operation.columns : []
  return {
    at: placeWithFile(reading, context),
    into: columns.length === 1 ? `${into}.${columns[0]}` : into,
    condition: asked.join(' AND '),
  }
}

/** `kind = 'tag'` of `t."kind"='tag'`. */
function valuesAsked(text: string): readonly string[] {
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  return tokens.flatMap(({ name }, index) => {
    const value = tokens[index + 2]?.text ?? ''
    const isValue = /^'[\s\S]*'$|^\d+$/.test(value)
    return name !== undefined && tokens[index + 1]?.text === '=' && isValue
      ? [`${name.toLowerCase()} = ${value}`]
      : []
  })
}

/** In the routine that is called an INSERT before the DELETE puts rows into the same table again, read by the same condition. */
export function putInAgain(
  table: ObjectName,
  where: string,
  { before, statement }: OperationContext,
): boolean {
  const called = /^\s*call\s+([\w."`]+)/i.exec(statement.text)?.[1]
  const [name] = called === undefined ? [] : qualifiedNamesIn(called)
  const routine =
    name === undefined ? undefined : objectsNamed(before, name).find(({ type }) => type === 'procedure')
  const parts = withoutComments(routine?.definition ?? '').split(';')
  const isOf = (text: string): boolean => qualifiedNamesIn(text).some(each => sameObject(before, each, table))
  const condition = plainCondition(where, table)
  const asks = (text: string): boolean =>
    plainCondition(/\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? '', table) === condition
  const deleting = parts.findIndex(
    part => /^[\s\S]*\bdelete\s+from\b/i.test(part) && isOf(part) && asks(part),
  )
  return (
    condition !== '' &&
    parts.slice(0, Math.max(deleting, 0)).some(part => {
      const [, into = '', rest = ''] = /\binsert\s+into\s+([\w."`]+)([\s\S]*)/i.exec(part) ?? []
      const from = rest.search(/\bfrom\b/i)
      return isOf(into) && from !== -1 && isOf(rest.slice(from)) && asks(rest)
    })
  )
}

function plainCondition(text: string, table: ObjectName): string {
  const plain = text.replace(/["`\s]/g, '').toLowerCase()
  return plain.replaceAll(`${bareName(table).toLowerCase()}.`, '')
}

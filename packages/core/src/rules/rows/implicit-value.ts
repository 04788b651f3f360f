import type { DataType } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { StepOf } from '../../schema/find-steps.ts'
import type { AddColumn } from '../advice/added-in-steps.ts'
import { laterInDeploy } from '../deploy/later-in-deploy.ts'
import { usedLater } from '../deploy/used-later.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** The UPDATE of the deploy that finds the rows by the value which the server has made up: `WHERE n = 0`. */
export function fillsImplicit(
  { table, column }: AddColumn,
  context: OperationContext,
): StepOf<'update-rows'> | undefined {
  const value = implicitValue(column.type)
  return laterInDeploy(table, context, 'update-rows').find(
    ({ operation: { columns, where = '' } }) =>
      columns.some(each => sameColumn(context.before, each, column.name)) &&
      isTestFor(where, column.name, value, context),
  )
}

/** The constant that this UPDATE gives every row which was there before the column: as a DEFAULT they have it at once. */
export function constantFilled(
  { table, column }: AddColumn,
  filling: StepOf<'update-rows'>,
  context: OperationContext,
): string | undefined {
  const { columns, assignments = {} } = filling.operation
  const [name, ...others] = columns
  // What it gives other columns, or another statement in between, finds the rows by the made-up value.
  if (name === undefined || others.length > 0) return undefined
  if (usedLater(table, column.name, context)?.statement !== filling.statement) return undefined
  const value = (assignments[name] ?? '').trim()
  return /^(?:'[^'\\]*'|-?[\d.]+|true|false)$/i.test(value) ? value : undefined
}

function isTestFor(where: string, column: string, value: string, { before }: OperationContext): boolean {
  const [, name, tested] =
    /^[\s(]*((?:["`]?\w+["`]?\.)*["`]?\w+["`]?)\s*=\s*('[^']*'|\d+)[\s)]*$/.exec(where) ?? []
  return (
    name !== undefined && tested === value && sameColumn(before, bareName(name).replace(/["`]/g, ''), column)
  )
}

/** MySQL 8.0 manual 13.6, Data Type Default Values; measured: MariaDB 10.11. */
export function implicitValue(type: DataType | undefined): string {
  const { name = '', values: [first] = [] } = type ?? {}
  if (name === 'enum' && first !== undefined) return `'${first}'`
  if (
    /^(?:(?:tiny|small|medium|big)?int|integer|decimal|numeric|float|double|real|bool(?:ean)?|bit)$/.test(
      name,
    )
  )
    return '0'
  if (/^(?:(?:var)?char|varbinary|set|(?:tiny|medium|long)?(?:text|blob))$/.test(name)) return "''"
  return 'a made-up value'
}

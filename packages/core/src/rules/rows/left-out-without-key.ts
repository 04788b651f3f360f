import type { ObjectName } from '../../operations/column.ts'
import { constraintsWith } from '../../schema/find-parts.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import type { Copy } from './copy.ts'

export interface LeftOut {
  /** Of `WHERE team_id IS NOT NULL AND name IS NOT NULL`. */
  readonly columns: readonly string[]
  /** Those in no foreign key and not in the primary key of the table that is filled: such a row may belong to something. */
  readonly values: readonly string[]
}

/** A copy that leaves out the rows with NULL in what takes none in the table that is filled; undefined where another condition
 * leaves rows out. */
export function leftOutWithoutKey(
  { into, step: { statement } }: Pick<Copy, 'into' | 'step'>,
  from: ObjectName,
  { tableBefore, before }: Pick<OperationContext, 'tableBefore' | 'before'>,
): LeftOut | undefined {
  const target = tableBefore(into)
  const [, condition] = onlyCondition.exec(statement.text) ?? []
  if (target === undefined || tableBefore(from) === undefined || condition === undefined) return undefined
  const columns = condition.split(/\band\b/i).map(each => notNull.exec(each)?.[1])
  if (!columns.every(each => each !== undefined)) return undefined
  const values = columns.filter(
    column =>
      !constraintsWith(target, column, before.semantics).some(
        each =>
          (each.type === 'primary-key' || each.type === 'foreign-key') &&
          each.columns.some(name => sameColumn(before, name, column)),
      ),
  )
  const takesNull = values.some(each => columnIn(before, into, each)?.nullable !== false)
  return takesNull ? undefined : { columns, values }
}

const onlyCondition =
  /^(?:(?!\b(?:join|where|limit|distinct|group|union|except|intersect)\b)[\s\S])*\bwhere\b((?:(?!\b(?:where|limit|group|union|except|intersect|order|on)\b)[\s\S])*?)(?:\bon\s+conflict\b[\s\S]*)?;?\s*$/i

const notNull = /^[\s(]*(?:["`[]?[\w$]+["`\]]?\s*\.\s*)?["`[]?([\w$]+)["`\]]?\s+is\s+not\s+null[\s);]*$/i

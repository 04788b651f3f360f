import type { ObjectName } from '../../operations/column.ts'
import { constraintsWith } from '../../schema/find-parts.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import type { Copy } from './copy.ts'

/** The columns of a copy `WHERE team_id IS NOT NULL AND …`, where each is in a foreign key or the primary key of the table that is
 * filled: a row that is left out belongs to nothing. Undefined where another condition leaves rows out. */
export function leftOutWithoutKey(
  { into, step: { statement } }: Pick<Copy, 'into' | 'step'>,
  from: ObjectName,
  { tableBefore, before }: Pick<OperationContext, 'tableBefore' | 'before'>,
): readonly string[] | undefined {
  const target = tableBefore(into)
  const source = tableBefore(from)
  const [, condition] = onlyCondition.exec(statement.text) ?? []
  if (target === undefined || source === undefined || condition === undefined) return undefined
  const columns = condition.split(/\band\b/i).map(each => notNull.exec(each)?.[1])
  const isKey = (column: string): boolean =>
    constraintsWith(target, column, before.semantics).some(
      each =>
        (each.type === 'primary-key' || each.type === 'foreign-key') &&
        each.columns.some(name => sameColumn(before, name, column)),
    )
  return columns.every(each => each !== undefined) && columns.every(isKey) ? columns : undefined
}

const onlyCondition =
  /^(?:(?!\b(?:join|where|limit|distinct|group|union|except|intersect)\b)[\s\S])*\bwhere\b((?:(?!\b(?:where|limit|group|union|except|intersect|order|on)\b)[\s\S])*?)(?:\bon\s+conflict\b[\s\S]*)?;?\s*$/i

const notNull = /^[\s(]*(?:["`[]?[\w$]+["`\]]?\s*\.\s*)?["`[]?([\w$]+)["`\]]?\s+is\s+not\s+null[\s);]*$/i

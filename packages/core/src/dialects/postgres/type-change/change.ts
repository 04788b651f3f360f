import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'

export const noChange: TypeChange = { loses: 'nothing', cost: 'none' }
/** Every value fits, and every row is written again. */
export const fits: TypeChange = { loses: 'nothing', cost: 'rewrite' }
export const unknownChange: TypeChange = { loses: 'unknown', cost: 'unknown' }

/** Error 42804: the column cannot be cast automatically. */
export function needsUsing(from: DataType, to: DataType): TypeChange {
  return {
    loses: 'can-fail',
    cost: 'rewrite',
    why: `PostgreSQL does not convert ${from.name} to ${to.name} without a USING expression`,
  }
}

export function canFail(why: string): TypeChange {
  return { loses: 'can-fail', cost: 'rewrite', why }
}

export function silent(why: string): TypeChange {
  return { loses: 'silent', cost: 'rewrite', why }
}

import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { fits } from './change.ts'
import { isNumber } from './number.ts'

/** `c::boolean` of a number and `c::integer` of a boolean. pg_cast has these two alone (measured: PostgreSQL 15), and no
 * value stops them; to compare the one type with the other is error 42883, to write it 42804. */
export function booleanCast(from: DataType, to: DataType): TypeChange | undefined {
  const isScalar = from.arrayDimensions === undefined && to.arrayDimensions === undefined
  const isPair = (isNumber(from) && to.name === 'boolean') || (from.name === 'boolean' && isNumber(to))
  if (!isScalar || !isPair) return undefined
  if (from.name === 'integer')
    return {
      loses: 'silent',
      cost: 'rewrite',
      atEdge: true,
      why: 'every number but 0 becomes true',
      codeFails: 'compares it with a number or writes one',
    }
  if (to.name === 'integer') return { ...fits, codeFails: 'compares it with a boolean or writes one' }
  return {
    loses: 'can-fail',
    cost: 'rewrite',
    refused: true,
    why: `PostgreSQL has no cast from ${from.name} to ${to.name}`,
  }
}

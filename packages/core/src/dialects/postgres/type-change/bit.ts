import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { canFail, fits, noChange } from './change.ts'

/** Undefined unless both are bit strings. */
export function bitChange(from: DataType, to: DataType): TypeChange | undefined {
  if (!isBits(from) || !isBits(to)) return undefined
  const room = to.args[0] ?? (to.name === 'bit' ? 1 : Number.POSITIVE_INFINITY)
  const longest = from.args[0] ?? (from.name === 'bit' ? 1 : Number.POSITIVE_INFINITY)
  if (to.name === 'varbit') {
    if (room === Number.POSITIVE_INFINITY || (from.name === 'varbit' && longest <= room)) return noChange
    return longest <= room ? fits : canFail(`values longer than ${room} bits do not fit`)
  }
  if (from.name === 'bit' && longest === room) return noChange
  return canFail(`values of another length than ${room} bits stop it`)
}

function isBits({ name }: DataType): boolean {
  return name === 'bit' || name === 'varbit'
}

import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { keepsStorage } from './storage.ts'
import { type Loss, worstOf } from './type-loss/loss.ts'
import { lossOfMembers } from './type-loss/members.ts'
import { lossOfNumbers } from './type-loss/numbers.ts'
import { lossOfSpecial } from './type-loss/special.ts'
import { lossOfText } from './type-loss/text.ts'
import { lossOfTime } from './type-loss/time.ts'

/**
 * What a change of type does to the values that are there. The model of MySQL's and MariaDB's own conversion:
 * in strict mode a value that does not fit stops the statement, without it the value is cut (measured: MariaDB
 * 10.11, errors 1264, 1265, 1366 and 1406; MySQL 8.0 manual 7.1.11, Strict SQL Mode).
 */
export function typeChange(from: DataType, to: DataType, engine: 'mysql' | 'mariadb'): TypeChange {
  const loss = lossOf(from, to)
  if (engine === 'mysql' && to.srid !== undefined && to.srid !== from.srid && loss.loses === 'nothing') {
    // MySQL 8.4 manual, Spatial Data Types; Server Error Message Reference, 3643. MariaDB takes every SRID (measured: 10.11).
    return { loses: 'can-fail', cost: 'rewrite', why: `values with another SRID than ${to.srid} do not fit` }
  }
  return {
    loses: loss.loses,
    ...(loss.loses === 'can-fail' ? { silentWithoutStrictMode: true } : {}),
    cost: keepsStorage(from, to, engine) ? 'none' : 'rewrite',
    // MySQL 8.4 manual, The DATE, DATETIME, and TIMESTAMP Types; measured: MariaDB 10.11.
    ...(from.name !== to.name && isPointInTime(from) && isPointInTime(to) && { bySessionZone: true }),
    ...(loss.why === undefined ? {} : { why: loss.why }),
    ...(loss.atEdge === true && { atEdge: true }),
    ...(loss.holdsAll !== undefined && { holdsAll: loss.holdsAll }),
  }
}

function isPointInTime({ name }: DataType): boolean {
  return name === 'datetime' || name === 'timestamp'
}

function lossOf(from: DataType, to: DataType): Loss {
  const found = [lossOfMembers, lossOfSpecial, lossOfNumbers, lossOfTime, lossOfText].flatMap(compare => {
    const loss = compare(from, to)
    return loss ? [loss] : []
  })
  if (found.length > 0) return worstOf(found)
  const isSame = from.name === to.name && from.args.join() === to.args.join()
  return isSame
    ? { loses: 'nothing' }
    : {
        loses: 'can-fail',
        why: `not every ${from.name} is ${/^[aeio]/.test(to.name) ? 'an' : 'a'} ${to.name}`,
      }
}

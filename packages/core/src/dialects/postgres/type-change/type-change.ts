import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { bitChange } from './bit.ts'
import { fits, needsUsing, noChange, unknownChange } from './change.ts'
import { characterChange, isCharacter } from './character.ts'
import { isNumber, numberChange } from './number.ts'
import { isTime, timeChange } from './time.ts'
import { usingChange } from './using.ts'

/**
 * ALTER COLUMN … TYPE. Every pair of 56 built-in types was run on PostgreSQL 15: whether it needs USING, and
 * whether the heap is written again. The manual says why (ALTER TABLE, Notes): binary coercible types and wider
 * limits of the same type need no rewrite.
 */
export function typeChange(from: DataType, to: DataType, using?: string): TypeChange {
  return using === undefined ? assignmentChange(from, to) : usingChange(assignmentChange, from, to, using)
}

export function assignmentChange(from: DataType, to: DataType): TypeChange {
  if (from.text === to.text) return noChange
  const isArray = (to.arrayDimensions ?? 0) > 0
  if (isArray !== (from.arrayDimensions ?? 0) > 0)
    return isCharacter(to) && !isArray ? fits : needsUsing(from, to)
  if (isArray) return arrayChange(from, to)
  return scalarChange(from, to)
}

/** Elements are converted one by one: never without a rewrite (measured, varchar(10)[] to varchar(20)[]). */
function arrayChange(from: DataType, to: DataType): TypeChange {
  const change = scalarChange(element(from), element(to))
  return change.cost === 'none' && from.name !== to.name
    ? { ...change, cost: 'rewrite' }
    : { ...change, cost: from.text === to.text ? 'none' : 'rewrite' }
}

function element(type: DataType): DataType {
  const { arrayDimensions: _dimensions, ...scalar } = type
  return { ...scalar, text: type.text.replaceAll('[]', '') }
}

function scalarChange(from: DataType, to: DataType): TypeChange {
  if (isCharacter(to)) return characterChange(from, to)
  if (isNumber(from) && isNumber(to)) return numberChange(from, to)
  if (isTime(from) && isTime(to)) return timeChange(from, to)
  return bitChange(from, to) ?? otherPairs[`${from.name} ${to.name}`] ?? userDefined(from, to)
}

const otherPairs: Readonly<Record<string, TypeChange>> = {
  'cidr inet': noChange,
  'inet cidr': { loses: 'silent', cost: 'rewrite', why: 'the bits right of the netmask are cleared' },
  'json jsonb': {
    loses: 'silent',
    cost: 'rewrite',
    why: 'white space, the order of keys and repeated keys are not kept',
  },
  'jsonb json': fits,
  'text regclass': { loses: 'can-fail', cost: 'rewrite', why: 'a value that names no relation stops it' },
  'varchar regclass': { loses: 'can-fail', cost: 'rewrite', why: 'a value that names no relation stops it' },
}

/** Between a type of the user's own and any other, its casts decide, and they are not known here. */
function userDefined(from: DataType, to: DataType): TypeChange {
  if (from.name === to.name) return unknownChange
  return needsUsing(from, to)
}

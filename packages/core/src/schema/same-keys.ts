import type { Constraint } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { columnsOf } from './lookup.ts'

type CreateTable = OperationOf<'create-table'>

/** A key on the columns of another one, or of the primary key, is that one; a written name wins (PostgreSQL source,
 * transformIndexConstraints). */
export function withoutSameKeys(operation: CreateTable): CreateTable {
  const ofType = (type: Constraint['type']): readonly Constraint[] =>
    operation.constraints.filter(constraint => constraint.type === type)
  const kept: Constraint[] = []
  for (const key of [...ofType('primary-key'), ...ofType('unique')]) {
    const same = kept.findIndex(each => keyOf(each) === keyOf(key))
    const before = kept[same]
    if (before === undefined) kept.push(key)
    else if (before.name === undefined && key.name !== undefined) kept[same] = { ...before, name: key.name }
  }
  const others = operation.constraints.filter(({ type }) => type !== 'primary-key' && type !== 'unique')
  return { ...operation, constraints: [...kept, ...others] }
}

function keyOf(key: Constraint): string {
  const nulls = key.type === 'unique' && key.nullsNotDistinct === true
  return JSON.stringify([columnsOf(key), key.deferrable ?? '', nulls])
}

import type { Constraint } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { columnsOf } from './lookup.ts'

type CreateTable = OperationOf<'create-table'>

/** A key on the columns of another one, or of the primary key, is that one; a written name wins (PostgreSQL source,
 * transformIndexConstraints). */
export function withoutSameKeys(operation: CreateTable): CreateTable {
  const ofType = (type: Constraint['type']): readonly Constraint[] =>
    operation.constraints.filter(constraint => constraint.type === type)
  const kept = new Map<string, Constraint>()
  for (const key of [...ofType('primary-key'), ...ofType('unique')]) {
    const before = kept.get(keyOf(key))
    if (before === undefined) kept.set(keyOf(key), key)
    else if (before.name === undefined && key.name !== undefined) {
      kept.set(keyOf(key), { ...before, name: key.name })
    }
  }
  const others = operation.constraints.filter(({ type }) => type !== 'primary-key' && type !== 'unique')
  return { ...operation, constraints: [...kept.values(), ...others] }
}

function keyOf(key: Constraint): string {
  const nulls = key.type === 'unique' && key.nullsNotDistinct === true
  return JSON.stringify([columnsOf(key), key.deferrable ?? '', nulls])
}

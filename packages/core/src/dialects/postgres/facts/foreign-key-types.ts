import type { DataType } from '../../../operations/column.ts'

/** Types that an = operator of one index operator family compares. */
const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['numeric', 'decimal'],
  ['text', 'varchar'],
  ['uuid'],
  ['boolean'],
  ['date'],
]

/** Measured: PostgreSQL 15, "Key columns … are of incompatible types". An integer may refer to a numeric, which it is
 * cast to, and not the other way round. */
export function refusedForeignKey(from: DataType, to: DataType): string | undefined {
  const [own, other] = [familyOf(from), familyOf(to)]
  if (own === undefined || other === undefined || own === other) return undefined
  if (own.includes('integer') && other.includes('numeric')) return undefined
  return 'PostgreSQL has no = for the two types'
}

function familyOf({ name, arrayDimensions }: DataType): readonly string[] | undefined {
  return arrayDimensions === undefined ? families.find(family => family.includes(name)) : undefined
}

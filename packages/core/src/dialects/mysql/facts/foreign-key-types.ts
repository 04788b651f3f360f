import type { DataType } from '../../../operations/column.ts'

const integers: readonly string[] = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint']
const texts: readonly string[] = ['char', 'varchar']
const others: readonly string[] = ['date', 'datetime', 'timestamp', 'uuid']

/** MySQL 8.0 manual, FOREIGN KEY Constraints: size and sign of integers must be the same, the length of strings need
 * not be. Measured: MariaDB 10.11, error 1005. */
export function refusedForeignKey(from: DataType, to: DataType): string | undefined {
  if (integers.includes(from.name) && integers.includes(to.name)) {
    const same = from.name === to.name && (from.unsigned === true) === (to.unsigned === true)
    return same ? undefined : 'size and sign of the two must be the same'
  }
  const [own, other] = [kindOf(from), kindOf(to)]
  return own === undefined || other === undefined || own === other
    ? undefined
    : 'the two are of different kinds'
}

function kindOf({ name }: DataType): string | undefined {
  if (integers.includes(name)) return 'integer'
  if (texts.includes(name)) return 'text'
  return others.includes(name) ? name : undefined
}

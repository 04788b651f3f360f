import type { DataType } from '../../../operations/column.ts'
import { charsetOf } from './charsets.ts'

const integers: readonly string[] = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint']
const texts: readonly string[] = ['char', 'varchar']
const others: readonly string[] = ['date', 'datetime', 'timestamp', 'uuid']

/** MySQL 8.0 manual, FOREIGN KEY Constraints: size and sign of integers must be the same, and the character set and
 * collation of strings; their length need not be. Measured: MariaDB 10.11, error 1005. */
export function refusedForeignKey(from: DataType, to: DataType): string | undefined {
  if (integers.includes(from.name) && integers.includes(to.name)) {
    const same = from.name === to.name && (from.unsigned === true) === (to.unsigned === true)
    return same ? undefined : 'size and sign of the two must be the same'
  }
  const [own, other] = [kindOf(from), kindOf(to)]
  if (own === undefined || other === undefined) return undefined
  if (own !== other) return 'the two are of different kinds'
  return own === 'text' ? refusedText(from, to) : undefined
}

function refusedText(from: DataType, to: DataType): string | undefined {
  const differ = (one: string | undefined, two: string | undefined): boolean =>
    one !== undefined && two !== undefined && one.toLowerCase() !== two.toLowerCase()
  if (differ(charsetOf(from), charsetOf(to)))
    return `their character sets differ, ${charsetOf(from)} and ${charsetOf(to)}`
  if (differ(from.collation, to.collation))
    return `their collations differ, ${from.collation} and ${to.collation}`
  return undefined
}

function kindOf({ name }: DataType): string | undefined {
  if (integers.includes(name)) return 'integer'
  if (texts.includes(name)) return 'text'
  return others.includes(name) ? name : undefined
}

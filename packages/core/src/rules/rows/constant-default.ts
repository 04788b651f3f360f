import type { DialectTraits } from '../../dialects/dialect.ts'
import type { DataType } from '../../operations/column.ts'

/** Why a constant DEFAULT is no way for a column of this type; undefined where it is one. */
export function noConstantDefault(
  type: DataType | undefined,
  traits: Pick<DialectTraits, 'refusedDefault'>,
): string | undefined {
  const refused = type && traits.refusedDefault?.(type)
  if (type === undefined || refused === undefined) return undefined
  return refused === 'any'
    ? `A column of type ${type.name} takes no DEFAULT.`
    : `A column of type ${type.name} takes no constant DEFAULT, and for one in parentheses ADD COLUMN writes every row again.`
}

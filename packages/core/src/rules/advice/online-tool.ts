import type { ObjectName } from '../../operations/column.ts'
import { primaryKeyOf } from '../../schema/lookup.ts'
import { referencesTo } from '../../schema/references.ts'
import type { OperationContext } from '../rule.ts'

/** The online schema change tools that change the table as the schema knows it; undefined where none does (gh-ost documentation,
 * Requirements and limitations; pt-online-schema-change manual, Risks and --alter-foreign-keys-method). */
export function onlineTool(
  table: ObjectName,
  { tableBefore, before }: Pick<OperationContext, 'tableBefore' | 'before'>,
): string | undefined {
  const known = tableBefore(table)
  const isKeyed =
    known?.complete !== true ||
    primaryKeyOf(known) !== undefined ||
    known.indexes.some(({ unique }) => unique) ||
    known.constraints.some(({ type }) => type === 'unique')
  if (!isKeyed) return undefined
  if (referencesTo(before, table).length > 0)
    return 'pt-online-schema-change with --alter-foreign-keys-method (gh-ost refuses a table that foreign keys refer to)'
  return known?.constraints.some(({ type }) => type === 'foreign-key') === true
    ? 'pt-online-schema-change, which gives its foreign keys other names (gh-ost refuses a table that has some)'
    : 'an online schema change tool (gh-ost, pt-online-schema-change)'
}

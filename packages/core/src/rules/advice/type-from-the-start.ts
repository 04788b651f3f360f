import type { ObjectName } from '../../operations/column.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { migrationName } from '../wording/migration-name.ts'

/** Columns that the deploy itself adds need no second one beside them: no code that runs knows them. */
export function typeFromTheStart(
  table: ObjectName,
  columns: readonly string[],
  { addedBy, migration }: Pick<OperationContext, 'addedBy' | 'migration'>,
): string | undefined {
  const adding = columns.map(column => addedBy(table, column))
  if (adding.includes(undefined)) return undefined
  const others = new Set(adding.flatMap(each => (each === undefined || each === migration ? [] : [each])))
  const where =
    others.size === 0
      ? 'further up in this migration'
      : `in the pending migration ${listWords([...others].map(migrationName))}`
  return `Give ${listWords(columns)} ${columns.length === 1 ? 'this type' : 'these types'} at ADD COLUMN, ${where}: the same deploy adds ${columns.length === 1 ? 'the column' : 'the columns'}, so no running code knows the other type, and no row need be written again for it.`
}

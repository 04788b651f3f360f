import type { DataType, ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './known-columns.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** Instead of converting a column under everybody's hands: one of the new type beside it, which is filled in batches. */
export function newColumnInstead(
  table: ObjectName,
  column: string,
  type: DataType,
  { before, traits }: Pick<OperationContext, 'before' | 'traits'>,
  title = 'Add a column of the new type; fill it in batches, switch the code over, and drop the old one later',
): Pick<Problem, 'suggestion'> {
  const name = `${column}_new`
  if (columnIn(before, table, name) !== undefined) return {}
  return {
    suggestion: {
      title,
      sql: `ALTER TABLE ${sqlName(table, traits)} ADD COLUMN ${traits.quote(name)} ${type.text};`,
    },
  }
}

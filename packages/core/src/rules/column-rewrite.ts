import type { OperationOf } from '../operations/operation.ts'
import { rewrites, waiting } from './blocked-table.ts'
import type { Problem } from './finding.ts'
import { numberedLater } from './numbered-later.ts'
import type { OperationContext } from './rule.ts'

/** Adding this column writes the table again, on an engine that has no algorithms to choose from. */
export function columnRewrite(
  { table, column }: OperationOf<'add-column'>,
  context: OperationContext,
): Problem | undefined {
  const { effects } = context
  if (!rewrites(effects.filter(effect => effect.algorithm === undefined))) return undefined
  return {
    message: `Adding ${table}.${column.name} writes every row of ${table} again, and ${waiting(effects)} get through meanwhile.`,
    objects: [`${table}.${column.name}`],
    ...(column.autoIncrement !== undefined && { suggestion: numberedLater(table, column, context) }),
  }
}

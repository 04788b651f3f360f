import type { OperationOf } from '../../operations/operation.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext } from '../rule.ts'

/** Where setting this option writes every row again while nobody can use the table. */
export function rewrittenByOption(
  { table, option }: OperationOf<'set-table-option'>,
  wanted: string,
  what: string,
  { effects }: OperationContext,
): Problem | undefined {
  if (option !== wanted) return undefined
  if (!effects.some(effect => effect.rewrite === true && effect.blocksReads === true)) return undefined
  return {
    message: `${what} writes every row of ${table} again, and nobody can use it meanwhile.`,
    objects: [table],
  }
}

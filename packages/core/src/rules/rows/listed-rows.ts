import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'

/** Rows that one constant finds, `WHERE name = 'premium'`, in a table whose rows the migrations list themselves: it has few,
 * unless the application adds to them, which nobody sees here. */
export function namesListed(
  { table, where, filter }: OperationOf<'update-rows'>,
  { before, applied, deploySteps, step }: OperationContext,
): string | undefined {
  if (filter !== 'present' || !oneConstant.test((where ?? '').trim())) return undefined
  const isListed =
    tablesListed(applied).has(before.semantics.objectKey(table)) ||
    stepsOn(deploySteps, table, 'insert-rows').some(each => lists(each) && isBefore(deploySteps, each, step))
  return isListed
    ? `That is short if ${table} has no rows but those that the migrations insert, of which this finds some.`
    : undefined
}

/** `name = 'premium'`, also with the value handed over beside the statement. */
const oneConstant = /^\(?\s*(?:["`]?\w+["`]?\.)?["`]?\w+["`]?\s*=\s*(?:'[^']*'|-?\d+|\?|\$\d+)\s*\)?$/

const tablesListed = oncePer(
  (applied: readonly ReplayedMigration[]): ReadonlySet<string> =>
    new Set(
      applied.flatMap(({ up: { steps } }) =>
        stepsOf(steps, 'insert-rows').flatMap(each =>
          lists(each) ? [each.before.semantics.objectKey(each.operation.table)] : [],
        ),
      ),
    ),
)

/** `INSERT … VALUES`, which says each row, where one with SELECT says how many there are elsewhere. */
function lists({ operation, statement: { text } }: Step): boolean {
  return operation.kind === 'insert-rows' && operation.copiesFrom === undefined && !/\bselect\b/i.test(text)
}

import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import type { Problem, SuggestedMigration } from '../finding.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { nextTransaction } from '../scripts/next-transaction.ts'
import { partsOf } from './alter-clauses.ts'
import { provenTogether } from './proven-not-null.ts'

/** All columns that the statement makes NOT NULL and that have to be read are proven first, each step in a migration of
 * its own: one that stayed would read every row under the same lock. */
export function provenFirst(
  table: string,
  needsProof: (column: string) => boolean,
  waitingCheck: (column: string) => string | undefined,
  context: OperationContext,
  /** Columns from which rows are filled until then. */
  sources: readonly string[] = [],
): Pick<Problem, 'suggestion'> {
  const { statement, traits } = context
  const needing = statement.operations.flatMap(each =>
    each.kind === 'set-not-null' && needsProof(each.column) ? [each] : [],
  )
  const columns = needing.map(({ column }) => column)
  if (isNamedAnewLater(table, columns, context)) return {}
  const proven = provenTogether(
    table,
    columns.map(column => ({ column, waiting: waitingCheck(column) })),
    traits,
  )
  const steps = besideOthers(proven, needing, sources.length > 0, context)
  const [first, ...later] = steps ?? []
  const isNew = columns.some(column => context.isNewColumn(table, column))
  if (first === undefined) return {}
  return {
    suggestion: {
      title: `${isNew ? 'When the code that runs writes it: prove' : 'Prove'} it first, without a long lock, each step in ${nextTransaction(context).replace('another ', 'a ')} of its own`,
      ...first,
      later,
      ofWholeStatement: true,
    },
  }
}

function besideOthers(
  proven: readonly SuggestedMigration[],
  needing: readonly OperationOf<'set-not-null'>[],
  dropsSource: boolean,
  { statement, before }: OperationContext,
): readonly SuggestedMigration[] | undefined {
  if (needing.length === statement.operations.length) return proven
  const others = partsOf(statement, needing)?.others
  if (others === undefined) return undefined
  const rest = { sql: `${others};` }
  const isOfKey = (name: string) => needing.some(({ column }) => sameColumn(before, name, column))
  // ADD PRIMARY KEY makes NOT NULL at once what the steps are to make so without a long lock.
  const isKey = statement.operations.some(
    each =>
      each.kind === 'add-constraint' &&
      each.constraint.type === 'primary-key' &&
      each.constraint.columns.some(isOfKey),
  )
  return isKey || dropsSource ? [...proven, rest] : [rest, ...proven]
}

/** The later steps would say a name that is no more. */
function isNamedAnewLater(
  table: string,
  columns: readonly string[],
  { replayedScript: { steps }, step, before }: OperationContext,
): boolean {
  const kinds = ['rename-column', 'rename-table', 'drop-column', 'drop-table'] as const
  return stepsOn(steps, table, ...kinds).some(each => {
    if (!isBefore(steps, step, each)) return false
    const { operation } = each
    if (operation.kind === 'rename-table' || operation.kind === 'drop-table') return true
    return columns.some(column => sameColumn(before, column, operation.column))
  })
}

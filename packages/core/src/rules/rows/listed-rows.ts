import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'

/** Rows that one constant finds, `WHERE name = 'premium'`, in a table whose rows the migrations list themselves: it has few,
 * unless the application adds to them, which nobody sees here. */
export function namesListed(
  { table, where, filter }: OperationOf<'update-rows'>,
  { before, applied, deployScripts }: OperationContext,
): string | undefined {
  if (filter !== 'present' || !oneConstant.test((where ?? '').trim())) return undefined
  const key = before.semantics.objectKey(table)
  return listedByApplied(applied).has(key) || tablesListed(deployScripts).has(key)
    ? `That is short if ${table} has no rows but those that the migrations insert, of which this finds some.`
    : undefined
}

/** `name = 'premium'`, also with the value handed over beside the statement. */
const oneConstant = /^\(?\s*(?:["`]?\w+["`]?\.)?["`]?[a-z_]\w*["`]?\s*=\s*(?:'[^']*'|-?\d+|\?|\$\d+)\s*\)?$/i

const tablesListed = oncePer(
  (scripts: readonly ReplayedScript[]): ReadonlySet<string> =>
    new Set(
      scripts.flatMap(({ steps }) =>
        stepsOf(steps, 'insert-rows').flatMap(each =>
          lists(each, steps) ? [each.before.semantics.objectKey(each.operation.table)] : [],
        ),
      ),
    ),
)

const listedByApplied = oncePer((applied: readonly ReplayedMigration[]) =>
  tablesListed(applied.map(({ up }) => up)),
)

/** `INSERT … VALUES`, which says each row, where one with SELECT says how many there are elsewhere; so does code that has
 * read rows before. */
function lists(each: Step, steps: readonly Step[]): boolean {
  const { operation, statement } = each
  if (operation.kind !== 'insert-rows') return false
  // One row, wherever it comes from.
  if (/\blimit\s+1\s*;?\s*$/i.test(statement.text)) return true
  if (operation.copiesFrom !== undefined) return false
  if (/\bselect\b/i.test(statement.text)) return false
  const [reading] = stepsOf(steps, 'read-rows')
  return statement.reading !== 'recorded' || reading === undefined || isBefore(steps, each, reading)
}

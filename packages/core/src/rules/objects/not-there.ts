import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, renamesTo, type StepOf, stepsMaking, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'

type Drop = StepOf<'drop-table'>

interface Drops {
  /** Of names that the script then gives to a table of its own. */
  readonly madeAgain: readonly Drop[]
  readonly others: readonly Drop[]
  /** Of names that the script needs for a while: a run that broke off has left what is there. */
  readonly scratch: readonly Drop[]
}

/** IF EXISTS of tables that no earlier migration makes, or that one has dropped: with a whole history it does nothing, but
 * the one that was read may have begun in the middle. All of a script are one finding, at the first; undefined: another
 * kind of drop. */
export function droppedIfThere(
  { ifExists, table }: OperationOf<'drop-table'>,
  kind: Exclude<keyof Drops, 'scratch'>,
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): readonly Problem[] | undefined {
  if (!ifExists || findTable(before, table) !== undefined) return undefined
  const { madeAgain, others, scratch } = dropsOf(replayedScript)
  if (scratch.includes(step as Drop)) return []
  if (![...madeAgain, ...others].includes(step as Drop)) return undefined
  const hasHistory = before.complete || replayedScript.before.tables.size > 0
  // A new table, made as such scripts make every one.
  if (hasHistory && kind === 'madeAgain') return []
  if (!hasHistory && others.includes(step as Drop)) return undefined
  const drops = kind === 'madeAgain' ? madeAgain : others
  if (drops[0] !== step) return []
  const tables = [...new Set(drops.map(({ operation }) => operation.table))]
  const names = listWords(tables)
  const [is, it] = tables.length === 1 ? ['is', 'it'] : ['are', 'them']
  const they = tables.length === 1 ? 'it is' : 'they are'
  return [
    {
      message: hasHistory
        ? `After the migrations that were read there ${is} no ${names.replace(/ and (\S+(?: more)?)$/, ' or $1')}: if ${they} there all the same, every row in ${it} goes.`
        : `If ${names} ${is} there already, every row in ${it} goes: ${they} dropped and made again.`,
      instead:
        kind === 'madeAgain'
          ? 'Leave the DROP TABLE out: where the table is there, CREATE TABLE then fails, and nothing is lost.'
          : 'Leave the DROP TABLE out.',
      ...(hasHistory && { severity: 'info' }),
      objects: tables,
    },
  ]
}

const dropsOf = oncePer((script: ReplayedScript): Drops => {
  const { steps, after } = script
  const unknown = stepsOf(steps, 'drop-table').filter(
    ({ operation: { ifExists, temporary, replacedBy, table }, before }) =>
      ifExists &&
      !temporary &&
      replacedBy === undefined &&
      findTable(before, table) === undefined &&
      stepsMaking(steps, table).length === 0 &&
      !stepsOn(steps, table, 'create-table').some(({ operation }) => operation.temporary),
  )
  const isMadeAgain = (step: Drop): boolean =>
    [...stepsOn(steps, step.operation.table, 'create-table'), ...renamesTo(steps, step.operation.table)].some(
      each => isBefore(steps, step, each),
    )
  const madeAgain = unknown.filter(isMadeAgain)
  const isScratch = ({ operation }: Drop): boolean => findTable(after, operation.table) === undefined
  return {
    madeAgain: madeAgain.filter(step => !isScratch(step)),
    others: unknown.filter(step => !isMadeAgain(step)),
    scratch: madeAgain.filter(isScratch),
  }
})

import type { Column, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, renamesTo, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { columnsOf, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Problem } from '../finding.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isRequired } from '../types/is-required.ts'
import { listWords } from '../wording/list-words.ts'

interface OtherColumns {
  /** Running code may ask for them, and the table that has the name in the end lacks them. */
  readonly missing: readonly Column[]
  /** Running code does not know them, and each INSERT has to give them a value. */
  readonly required: readonly Column[]
  readonly failure: string
}

/** Running code goes on with the table that takes the name only if that has its columns, and requires no others. */
export function otherOfName(
  { table, to }: OperationOf<'rename-table'>,
  context: OperationContext,
): Problem | undefined {
  const { direction, replayedScript, step } = context
  if (direction === 'down') return undefined
  const other = otherColumns(table, context)
  if (other === undefined) return undefined
  const { steps } = replayedScript
  const takers: readonly StepOf<'rename-table' | 'create-table'>[] = [
    ...renamesTo(steps, table),
    ...stepsOn(steps, table, 'create-table'),
  ]
  const taker = takers.find(each => isBefore(steps, step, each))
  if (taker === undefined) return undefined
  const { operation, location } = taker
  const who =
    operation.kind === 'rename-table'
      ? `line ${location.line} gives its name to ${operation.table}`
      : `line ${location.line} makes another ${table}`
  return {
    message: `${table} is called ${to} from now on, and ${who}: ${inWords(other)}.`,
    instead:
      operation.kind === 'rename-table'
        ? `Leave both tables their names, let the code move to ${operation.table}, and rename them when no code asks for ${table} any more.`
        : `Give the new table a name of its own, let the code move to it, and rename the two when no code asks for ${table} any more.`,
    objects: [table],
  }
}

function inWords({ missing, required, failure }: OtherColumns): string {
  const names = (columns: readonly Column[]): readonly string[] => columns.map(({ name }) => name)
  const lacking =
    missing.length === 0 ? [] : [`running code meets a table without ${listWords(names(missing))}`]
  const refusing =
    required.length === 0
      ? []
      : [`INSERTs that do not name ${listWords(names(required))}, which it does not know, ${failure}`]
  return [...lacking, ...refusing].join('; ')
}

function otherColumns(
  table: ObjectName,
  { before, deployed, atEnd, traits }: OperationContext,
): OtherColumns | undefined {
  const known = findTable(deployed, table)
  const end = findTable(atEnd, table)
  if (known === undefined || end === undefined) return undefined
  const missing = [...known.columns.values()].filter(
    ({ name }) =>
      end.complete &&
      // What this deploy has taken from it before is told there.
      columnIn(before, table, name) !== undefined &&
      columnIn(atEnd, table, name) === undefined,
  )
  const key = primaryKeyOf(end)
  // SQLite numbers an INTEGER PRIMARY KEY itself.
  const numbered = traits.altersByRebuild === true && key !== undefined ? columnsOf(key) : []
  const required = [...end.columns.values()].filter(
    column =>
      known.complete &&
      columnIn(deployed, table, column.name) === undefined &&
      isRequired({ column }) &&
      !numbered.some(each => sameColumn(atEnd, each, column.name)),
  )
  if (missing.length + required.length === 0) return undefined
  const isRefused = required.some(column => traits.addRequiredColumn(column) === 'fails')
  return { missing, required, failure: isRefused ? 'fail' : 'fail in strict mode' }
}

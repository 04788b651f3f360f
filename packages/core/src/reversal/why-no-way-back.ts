import type { DialectTraits } from '../dialects/dialect.ts'
import { describe } from '../operations/describe.ts'
import { fillsNulls } from '../operations/fills-nulls.ts'
import type { OperationKind } from '../operations/operation.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import { lostData } from './lost-data.ts'
import { movesValues } from './moved-values.ts'
import { oneLine } from './one-line.ts'
import { isCertain } from './way-back.ts'
import { whyNotTakenBack } from './why-not-taken-back.ts'

/** Why no down script can be written from what the migrations say; undefined where no one statement is the reason. */
export function whyNoWayBack({ up }: ReplayedMigration, traits: DialectTraits): string | undefined {
  const unsure = up.steps.find(step => !isCertain(step))
  if (unsure !== undefined) return whyUnsure(unsure)
  for (const { operation, before } of up.steps) {
    const reason = rows.has(operation.kind) ? undefined : whyNotTakenBack(operation, before)
    if (reason !== undefined) return reason
  }
  if (movesValues(up))
    return 'it moves values from what goes to what is new, and which way back is meant is not said'
  if (!up.steps.every(({ operation }) => isOfRows(operation.kind))) return undefined
  for (const { operation, before } of up.steps) {
    const lost =
      operation.kind === 'insert-rows'
        ? whyNotTakenBack(operation, before)
        : lostData(operation, before, () => false, traits.typeChange)
    if (lost === undefined) continue
    if (operation.kind === 'update-rows' && fillsNulls(operation))
      return 'the rows that it fills cannot be told afterwards from those that had the value before'
    return operation.kind === 'insert-rows' ? lost : `nothing keeps ${inWords(lost)}`
  }
  return undefined
}

const rows: ReadonlySet<OperationKind> = new Set(['insert-rows', 'update-rows', 'delete-rows'])

function isOfRows(kind: OperationKind): boolean {
  return rows.has(kind) || beside.has(kind)
}

const beside: ReadonlySet<OperationKind> = new Set([
  'read-rows',
  'no-effect',
  'control-transaction',
  'set-variable',
])

function whyUnsure({ operation, runs }: Step): string {
  const what = oneLine(describe(operation)).replace(/, if .*/, '')
  return runs === true
    ? `no migration says whether "${what}" makes it or finds it there (IF NOT EXISTS), and what is found there must stay`
    : `whether "${what}" runs at all depends on a condition`
}

/** `users.email: the previous values of the updated rows` to `the previous values of the updated rows of users.email`. */
function inWords(lost: string): string {
  const [first = ''] = lost.split('; ')
  const colon = first.indexOf(': ')
  return colon === -1 ? first : `${first.slice(colon + 2)} of ${first.slice(0, colon)}`
}

import { hasEffect } from '../../operations/classes.ts'
import { differencesOf } from '../../schema/compare.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'

/** Every statement of up asks whether there is something to do, and after the migrations before it there is nothing. */
export function findsAllThere({ up: { steps, before, after } }: ReplayedMigration): boolean {
  const changing = steps.filter(({ operation }) => hasEffect(operation))
  return changing.length > 0 && changing.every(asksFirst) && differencesOf(before, after).length === 0
}

function asksFirst({ operation, runs }: Step): boolean {
  return (
    runs === false ||
    ('ifNotExists' in operation && operation.ifNotExists === true) ||
    ('ifExists' in operation && operation.ifExists === true)
  )
}

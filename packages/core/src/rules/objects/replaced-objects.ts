import { differencesOf } from '../../schema/compare.ts'
import { type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { findObject, findTable } from '../../schema/lookup.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'

/** What the script makes in place of what was there before it, by type and name: `view totals`. */
export function replacedBy({ steps, before }: ReplayedScript): readonly string[] {
  const objects = stepsOf(steps, 'create-object')
    .filter(step => replaces(step, before))
    .map(({ operation: { objectType, name } }) => `${objectType.replaceAll('-', ' ')} ${name}`)
  const dropped = stepsOf(steps, 'drop-table')
  const tables = stepsOf(steps, 'create-table').flatMap(({ operation: { table } }) =>
    findTable(before, table) !== undefined &&
    dropped.some(({ operation }) => sameObject(before, operation.table, table))
      ? [`table ${table}`]
      : [],
  )
  return [...new Set([...tables, ...objects])]
}

/** OR REPLACE by the same definition replaces nothing. */
function replaces({ operation, before, after }: StepOf<'create-object'>, atStart: SchemaState): boolean {
  const { objectType, name, table } = operation
  return findObject(atStart, objectType, name, table) !== undefined && differencesOf(before, after).length > 0
}

import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { qualifiedNamesIn } from '../../schema/sql-text.ts'
import { dropOfTable, laterInDeploy, placeWithFile } from '../deploy/later-in-deploy.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { readsColumn } from './reads-column.ts'

interface Drop {
  readonly step: Step
  readonly name: string
}

/** Where the values of the UPDATE come from is dropped behind it in the deploy: the statements that batches outside the migration
 * would come too late for. */
export function waitingForBatches({ table }: OperationOf<'update-rows'>, context: OperationContext): string {
  const drops = [...columnDrops(table, context), ...sourceDrops(table, context)]
  if (drops.length === 0) return ''
  const told = dropsInWords(drops, context)
  return ` They read what this deploy drops: ${listWords(told)} ${told.length === 1 ? 'has' : 'have'} to wait until the last batch is through.`
}

export function dropsInWords(drops: readonly Drop[], context: OperationContext): readonly string[] {
  const told = drops.map(({ step, name }) => `the DROP of ${name} in ${placeWithFile(step, context)}`)
  return [...new Set(told)]
}

/** What the deploy drops behind the statement of what it reads in other tables than its own. */
export function sourceDrops(table: ObjectName, context: OperationContext): readonly Drop[] {
  const { before, statement } = context
  const others = [...new Set(qualifiedNamesIn(statement.text))].filter(
    name => findTable(before, name) !== undefined && !sameObject(before, name, table),
  )
  const tables = others.flatMap(from => dropOfTable(from, context) ?? [])
  return [
    ...others.flatMap(from => columnDrops(from, context)),
    ...tables.flatMap(step =>
      step.operation.kind === 'drop-table' && step.statement !== statement
        ? [{ step, name: step.operation.table }]
        : [],
    ),
  ]
}

function columnDrops(from: ObjectName, context: OperationContext): readonly Drop[] {
  const { before, statement } = context
  return laterInDeploy(from, context, 'drop-column').flatMap(step => {
    const { column } = step.operation
    const isRead =
      step.statement !== statement && readsColumn(statement.text, from, column, statement.text, before)
    return isRead ? [{ step, name: column }] : []
  })
}

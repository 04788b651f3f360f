import type { OperationOf } from '../../operations/operation.ts'
import { findTable } from '../../schema/lookup.ts'
import { qualifiedNamesIn } from '../../schema/sql-text.ts'
import { dropOfTable, laterInDeploy, placeWithFile } from '../deploy/later-in-deploy.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { readsColumn } from './reads-column.ts'

/** Where the values of the UPDATE come from is dropped behind it in the deploy: the statements that batches outside the migration
 * would come too late for. */
export function waitingForBatches({ table }: OperationOf<'update-rows'>, context: OperationContext): string {
  const { before, statement } = context
  const named = [...new Set(qualifiedNamesIn(statement.text))]
  const others = named.filter(
    name => findTable(before, name) !== undefined && !sameObject(before, name, table),
  )
  const columns = [table, ...others].flatMap(from =>
    laterInDeploy(from, context, 'drop-column').filter(
      ({ operation, statement: dropping }) =>
        dropping !== statement && readsColumn(statement.text, from, operation.column, statement.text, before),
    ),
  )
  const tables = others.flatMap(from => dropOfTable(from, context) ?? [])
  const drops = [
    ...columns.map(step => ({ step, name: step.operation.column })),
    ...tables.flatMap(step =>
      step.operation.kind === 'drop-table' && step.statement !== statement
        ? [{ step, name: step.operation.table }]
        : [],
    ),
  ]
  if (drops.length === 0) return ''
  const told = drops.map(({ step, name }) => `the DROP of ${name} in ${placeWithFile(step, context)}`)
  return ` They read what this deploy drops: ${listWords([...new Set(told)])} ${told.length === 1 ? 'has' : 'have'} to wait until the last batch is through.`
}

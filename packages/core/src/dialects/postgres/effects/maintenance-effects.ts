import type { OperationOf } from '../../../operations/operation.ts'
import { findObject } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { tablesRead } from '../operations/tables-read.ts'
import { effect } from './lock.ts'
import { tablesIn } from './object-effects.ts'

export function maintain(operation: OperationOf<'maintain'>, before: SchemaState): readonly Effect[] {
  const { action, table, concurrently } = operation
  if (table === undefined) return []
  switch (action) {
    case 'vacuum':
      // It reads the pages that changed since the last time.
      return [effect(table, 'SHARE UPDATE EXCLUSIVE', { scan: null })]
    case 'analyze':
      return [effect(table, 'SHARE UPDATE EXCLUSIVE')]
    case 'vacuum full':
    case 'cluster':
      return [effect(table, 'ACCESS EXCLUSIVE', { rewrite: true })]
    case 'refresh':
      return [
        concurrently
          ? effect(table, 'EXCLUSIVE', { scan: true })
          : { ...effect(table, 'ACCESS EXCLUSIVE', { rewrite: true }), scan: false },
        ...viewTables(table, before).map(each => effect(each, 'ACCESS SHARE', { scan: null })),
      ]
    default:
      return []
  }
}

function viewTables(view: string, before: SchemaState): readonly string[] {
  const object = findObject(before, 'materialized-view', view)
  return object === undefined ? [] : tablesIn(object.definition, tablesRead)
}

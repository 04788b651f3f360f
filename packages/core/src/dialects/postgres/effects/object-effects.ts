import type { ObjectName } from '../../../operations/column.ts'
import { joinName, nameParts } from '../../../operations/names.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findObject, findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { isGrammarError, isGrammarLoaded, parseTree } from '../grammar.ts'
import { tablesMentioned, tablesRead } from '../operations/tables-read.ts'
import { effect } from './lock.ts'
import { tablesInSchema, tablesWithType } from './relatives.ts'

export function createObject(
  operation: OperationOf<'create-object'>,
  before: SchemaState,
): readonly Effect[] {
  const { objectType, name, table, definition } = operation
  switch (objectType) {
    case 'trigger':
      return onTable(table, name => effect(name, 'SHARE ROW EXCLUSIVE'))
    case 'policy':
    case 'rule':
      return onTable(table, name => effect(name, 'ACCESS EXCLUSIVE'))
    case 'statistics':
      return onTable(table, name => effect(name, 'SHARE UPDATE EXCLUSIVE'))
    case 'publication':
      return tablesIn(definition, tablesMentioned).map(each => effect(each, 'SHARE UPDATE EXCLUSIVE'))
    case 'view':
    case 'materialized-view': {
      const isReplaced = operation.orReplace && findObject(before, 'view', name) !== undefined
      const read = tablesIn(definition, tablesRead).map(each => effect(each, 'ACCESS SHARE'))
      return [...(isReplaced ? [effect(name, 'ACCESS EXCLUSIVE')] : []), ...read]
    }
    default:
      return []
  }
}

export function dropObject(operation: OperationOf<'drop-object'>, before: SchemaState): readonly Effect[] {
  const { objectType, name, table, cascade } = operation
  switch (objectType) {
    case 'trigger':
    case 'policy':
    case 'rule':
      return onTable(table, each => effect(each, 'ACCESS EXCLUSIVE'))
    case 'view':
    case 'materialized-view':
      return [effect(name, 'ACCESS EXCLUSIVE')]
    case 'type':
    case 'domain':
    case 'composite-type':
      return cascade ? tablesWithType(before, name).map(each => effect(each, 'ACCESS EXCLUSIVE')) : []
    case 'schema':
      return cascade ? tablesInSchema(before, name).map(each => effect(each, 'ACCESS EXCLUSIVE')) : []
    default:
      return []
  }
}

export function renameObject({ objectType, name, table }: OperationOf<'rename-object'>): readonly Effect[] {
  if (objectType === 'view' || objectType === 'materialized-view') return [effect(name, 'ACCESS EXCLUSIVE')]
  return onTable(table, each => effect(each, 'ACCESS EXCLUSIVE'))
}

export function alterObject(operation: OperationOf<'alter-object'>, before: SchemaState): readonly Effect[] {
  const { objectType, name, table, change } = operation
  switch (objectType) {
    case 'view':
    case 'materialized-view':
      return [effect(name, 'ACCESS EXCLUSIVE')]
    case 'policy':
      return onTable(table, each => effect(each, 'ACCESS EXCLUSIVE'))
    case 'domain':
      return readsColumns(change)
        ? tablesWithType(before, name).map(each => effect(each, 'SHARE', { scan: true }))
        : []
    default:
      return []
  }
}

/** Measured: a new valid constraint is checked in every column of the domain. */
function readsColumns(change: string): boolean {
  const adds = change.startsWith('add constraint') && !change.endsWith('not valid')
  return adds || change.startsWith('validate constraint') || change === 'set not null'
}

export function setComment(operation: OperationOf<'set-comment'>, before: SchemaState): readonly Effect[] {
  const parts = nameParts(operation.name)
  switch (operation.objectType) {
    case 'table':
    case 'view':
    case 'materialized-view':
      return [effect(operation.name, 'SHARE UPDATE EXCLUSIVE')]
    case 'column':
      return [effect(joinName(parts.slice(0, -1)), 'SHARE UPDATE EXCLUSIVE')]
    case 'constraint':
    case 'trigger':
    case 'policy':
    case 'rule':
      // Measured on 15: only ACCESS SHARE on the table.
      return [effect(joinName(parts.slice(0, -1)), 'ACCESS SHARE')].filter(({ table }) =>
        findTable(before, table),
      )
    default:
      return []
  }
}

/** Measured: GRANT opens the table since 18. */
export function changePrivileges(
  { on }: OperationOf<'change-privileges'>,
  before: SchemaState,
  version: number,
): readonly Effect[] {
  return version >= 18 && findTable(before, on) ? [effect(on, 'ACCESS SHARE')] : []
}

function onTable(table: ObjectName | undefined, make: (table: ObjectName) => Effect): readonly Effect[] {
  return table === undefined ? [] : [make(table)]
}

export function tablesIn(
  definition: string,
  collect: (tree: unknown) => readonly ObjectName[],
): readonly ObjectName[] {
  if (!isGrammarLoaded()) return []
  const tree = parseTree(definition)
  return isGrammarError(tree)
    ? []
    : tree.statements.flatMap(statement => queriesOf(statement)).flatMap(collect)
}

/** Of a view, its query: the view's own name is no table that it reads. */
function queriesOf(statement: object): readonly unknown[] {
  if ('ViewStmt' in statement || 'CreateTableAsStmt' in statement) {
    return Object.values(statement).flatMap(content =>
      typeof content === 'object' && content !== null && 'query' in content ? [content.query] : [],
    )
  }
  return [statement]
}

import type { ColumnPosition } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import { type ColumnDefinition, readColumnDefinition } from '../elements/column-definition.ts'
import { readKeyElement, readTableElement, type TableElement } from '../elements/table-element.ts'
import { uniqueIndex } from '../elements/unique-index.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** After ADD. */
export function readAddAction(cursor: TokenCursor, altered: AlteredTable): readonly Operation[] {
  if (cursor.take('SYSTEM', 'VERSIONING')) {
    return [{ kind: 'set-table-option', table: altered.table, option: 'system_versioning', value: 'yes' }]
  }
  const key = cursor.isAt('COLUMN') ? undefined : readKeyElement(cursor, altered.table, altered.engine)
  if (key) return operationsOf(key, altered, { ifNotExists: false })
  cursor.take('COLUMN')
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  if (cursor.isSymbol('(')) {
    const elements = cursor.list(item => readTableElement(item, altered.table, altered.engine))
    return elements.flatMap(element => operationsOf(element, altered, { ifNotExists }))
  }
  const definition = readColumnDefinition(cursor)
  const position = readPosition(cursor)
  return addColumn(definition, altered, { ifNotExists, ...(position ? { position } : {}) })
}

interface Placement {
  readonly ifNotExists: boolean
  readonly position?: ColumnPosition
}

/** `FIRST`, `AFTER c` */
export function readPosition(cursor: TokenCursor): ColumnPosition | undefined {
  if (cursor.take('FIRST')) return 'first'
  return cursor.take('AFTER') ? { after: cursor.identifier() } : undefined
}

function operationsOf(
  element: TableElement,
  altered: AlteredTable,
  placement: Placement,
): readonly Operation[] {
  const { table, ignoresErrors } = altered
  const ignoring = ignoresErrors ? { ignoresErrors } : {}
  switch (element.kind) {
    case 'column':
      return addColumn(element.definition, altered, placement)
    case 'constraint': {
      const { constraint, ifNotExists } = element
      return [
        { kind: 'add-constraint', table, constraint, ...(ifNotExists ? { ifNotExists } : {}), ...ignoring },
      ]
    }
    case 'index': {
      const { index, ifNotExists } = element
      const shared = { concurrently: false, orReplace: false, only: false }
      return [{ kind: 'create-index', index, ifNotExists, ...shared, ...ignoring }]
    }
    case 'period':
      return [{ kind: 'set-table-option', table, option: 'period', value: element.columns.join(', ') }]
    default:
      element satisfies never
      return []
  }
}

/** UNIQUE beside the column is an index of its own, and so an operation of its own. */
function addColumn(
  definition: ColumnDefinition,
  { table, engine }: AlteredTable,
  placement: Placement,
): readonly Operation[] {
  const { column, primaryKey, unique, checks, references } = definition
  const isIgnored = references !== undefined && engine === 'mysql'
  const added: Operation = {
    kind: 'add-column',
    table,
    column,
    constraints: [
      ...(primaryKey ? [{ type: 'primary-key' as const, columns: [column.name] }] : []),
      ...checks,
      ...(references && !isIgnored ? [references] : []),
    ],
    ...placement,
    ...(isIgnored ? { ignoredReferences: [references] } : {}),
  }
  return unique ? [added, addUnique(table, column.name)] : [added]
}

export function addUnique(table: string, column: string): Operation {
  const index = uniqueIndex(table, column)
  return {
    kind: 'create-index',
    index,
    concurrently: false,
    ifNotExists: false,
    orReplace: false,
    only: false,
  }
}

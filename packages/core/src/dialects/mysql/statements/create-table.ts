import type { Column, Constraint, Index, ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { Selection } from '../../../operations/selection.ts'
import { readPartitionBy } from '../elements/partitions.ts'
import { startsQuery } from '../elements/query.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { readTableElement, type TableElement } from '../elements/table-element.ts'
import { readTableOptions } from '../elements/table-options.ts'
import { uniqueIndex } from '../elements/unique-index.ts'
import type { Engine, Grammar } from '../grammar.ts'
import { readSelection } from '../rows/selection.ts'
import type { TokenCursor } from '../token-cursor.ts'

export interface CreateTableHead {
  readonly orReplace: boolean
  readonly temporary: boolean
}

/** After CREATE [OR REPLACE] [TEMPORARY] TABLE. */
export function readCreateTable(
  cursor: TokenCursor,
  { engine }: Grammar,
  head: CreateTableHead,
): readonly Operation[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const table = cursor.objectName()
  const like = readLike(cursor)
  const draft: TableDraft = { columns: [], constraints: [], indexes: [], ignoredReferences: [], periods: [] }
  if (!like && cursor.isSymbol('(') && !startsQuery(cursor, 1)) {
    for (const element of cursor.list(item => readTableElement(item, table, engine))) {
      addElement(draft, element, table, engine)
    }
  }
  const options = like ? {} : readOptionsAndPartitions(cursor)
  const calls = routineCalls(cursor)
  const selection = like === undefined ? selectionAhead(cursor) : undefined
  const asSelect = !like && readAsSelect(cursor)
  if (!like && !asSelect && draft.columns.length === 0) cursor.fail()
  const { ignoredReferences, periods, ...content } = draft
  return [
    ...(asSelect ? calls : []),
    {
      kind: 'create-table',
      table,
      ...content,
      ifNotExists,
      ...head,
      options: { ...options, ...(periods.length > 0 && { period: periods.join('; ') }) },
      ...(like === undefined ? {} : { likes: [{ table: like }] }),
      ...(asSelect ? { asSelect, ...(selection && { selection }) } : {}),
      ...(ignoredReferences.length > 0 ? { ignoredReferences } : {}),
    },
  ]
}

interface TableDraft {
  readonly columns: Column[]
  readonly constraints: Constraint[]
  readonly indexes: Index[]
  readonly ignoredReferences: Constraint[]
  readonly periods: string[]
}

function addElement(draft: TableDraft, element: TableElement, table: ObjectName, engine: Engine): void {
  switch (element.kind) {
    case 'constraint':
      draft.constraints.push(element.constraint)
      return
    case 'index':
      draft.indexes.push(element.index)
      return
    case 'period':
      draft.periods.push(element.columns.join(', '))
      return
    case 'column': {
      const { column, primaryKey, unique, checks, references } = element.definition
      draft.columns.push(column)
      if (primaryKey) draft.constraints.push({ type: 'primary-key', columns: [column.name] })
      if (unique) draft.indexes.push(uniqueIndex(table, column.name))
      draft.constraints.push(...checks)
      if (references && engine === 'mariadb') draft.constraints.push(references)
      else if (references) draft.ignoredReferences.push(references)
      return
    }
    default:
      element satisfies never
  }
}

/** `LIKE other` and `(LIKE other)` */
function readLike(cursor: TokenCursor): ObjectName | undefined {
  if (cursor.take('LIKE')) return cursor.objectName()
  if (!cursor.isSymbol('(') || !cursor.isWord(1, 'LIKE')) return undefined
  cursor.next()
  cursor.expect('LIKE')
  const like = cursor.objectName()
  cursor.expectSymbol(')')
  return like
}

function readOptionsAndPartitions(cursor: TokenCursor): Readonly<Record<string, string>> {
  const before = readTableOptions(cursor)
  if (!cursor.isAt('PARTITION', 'BY')) return before
  const { scheme, names } = readPartitionBy(cursor)
  return {
    ...before,
    'partition by': scheme,
    ...(names.length > 0 ? { partitions: names.join(',') } : {}),
    ...readTableOptions(cursor),
  }
}

/** Looks ahead. */
export function selectionAhead(cursor: TokenCursor): Selection | undefined {
  const look = cursor.between(cursor.position, Number.POSITIVE_INFINITY)
  look.takeOneOf('IGNORE', 'REPLACE')
  look.take('AS')
  return look.isAt('SELECT') ? readSelection(look) : undefined
}

function readAsSelect(cursor: TokenCursor): boolean {
  cursor.takeOneOf('IGNORE', 'REPLACE')
  const marked = cursor.take('AS')
  if (!startsQuery(cursor, 0)) {
    if (marked) cursor.fail()
    return false
  }
  cursor.rest()
  return true
}

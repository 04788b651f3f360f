import { tablesOf } from '../../operations/classes.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { textTokens } from '../../schema/sql-text.ts'

export interface NeededColumns {
  readonly table: ObjectName
  readonly columns: readonly string[]
  /** All the words of a condition: only what was a column once is one for certain. */
  readonly words?: readonly string[]
}

/** Columns that must be there for the statement to run. */
export function neededColumns(operation: Operation): NeededColumns | undefined {
  switch (operation.kind) {
    case 'drop-column':
    case 'change-column':
      return operation.ifExists ? undefined : { table: operation.table, columns: [operation.column] }
    case 'rename-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
      return { table: operation.table, columns: [operation.column] }
    case 'create-index': {
      const { table, parts, where } = operation.index
      const words = [...parts.map(({ expression }) => expression), where].flatMap(wordsIn)
      return {
        table,
        columns: parts.flatMap(({ column }) => column ?? []),
        ...(words.length > 0 && { words }),
      }
    }
    case 'add-constraint': {
      const { constraint, table } = operation
      if (constraint.type === 'check') return { table, columns: [], words: wordsIn(constraint.expression) }
      return 'columns' in constraint ? { table, columns: constraint.columns } : undefined
    }
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows': {
      const set = operation.kind === 'delete-rows' ? [] : operation.columns
      const where = operation.kind === 'insert-rows' ? undefined : operation.where
      return { table: operation.table, columns: [], words: [...set, ...wordsIn(where)] }
    }
    default:
      return undefined
  }
}

/** Of a condition on this table's rows alone: behind SELECT or a dot, a name may be another table's. A function, a type
 * and, in MySQL and SQLite, a text in double quotes may be called like a column. */
function wordsIn(where = ''): readonly string[] {
  const tokens = textTokens(where).filter(({ kind }) => kind !== 'space')
  if (tokens.some(({ text }) => text === '.' || text.toLowerCase() === 'select')) return []
  return tokens.flatMap(({ kind, text, name }, at) => {
    const isName = kind === 'word' || text.startsWith('`')
    const [before, after] = [tokens[at - 1], tokens[at + 1]]
    const isCalled = after?.text === '(' || after?.kind === 'string'
    const isType = before?.text === '::' || before?.text.toLowerCase() === 'as'
    return isName && !isCalled && !isType && name !== undefined ? [name] : []
  })
}

/** Tables that must be there too, if they are tables: a view may read what the server makes. SQLite looks neither for a
 * parent nor for what a view reads (measured: SQLite 3.40). */
export function mentionedTables(operation: Operation, looks: boolean): readonly ObjectName[] {
  switch (operation.kind) {
    case 'create-table':
      return looks ? tablesOf(operation).filter(name => name !== operation.table) : []
    case 'create-object':
      return [
        ...(operation.table === undefined ? [] : [operation.table]),
        ...(looks ? readBy(operation) : []),
      ]
    default:
      return []
  }
}

/** Tables that must be there for the statement to run. */
export function neededTables(operation: Operation): readonly ObjectName[] {
  switch (operation.kind) {
    case 'drop-table':
      return operation.ifExists ? [] : [operation.table]
    case 'rename-table':
      return [operation.table]
    // SQLite lets a foreign key point at a table that is made later, and a table at itself.
    case 'create-table':
    case 'create-object':
    case 'drop-object':
    case 'unreadable':
    case 'read-rows':
    case 'reindex':
    case 'maintain':
    case 'set-comment':
    case 'drop-index':
      return []
    default:
      return tablesOf(operation)
  }
}

/** A name that WITH gives is no table. */
function readBy({ reads, objectType, definition }: OperationOf<'create-object'>): readonly ObjectName[] {
  if (reads !== undefined || objectType !== 'view' || /\bwith\b/i.test(definition)) return reads ?? []
  return [...definition.matchAll(/\b(?:from|join)\s+[`"]?([\w.]+)/gi)].map(([, name = '']) => name)
}

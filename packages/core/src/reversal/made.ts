import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { findTable } from '../schema/lookup.ts'
import { withKey, withoutKey } from '../schema/persistent-set.ts'
import type { SchemaSemantics, SchemaState } from '../schema/schema-state.ts'
import type { Loss } from './loss.ts'

/** Keys of the tables, sequences and columns that a migration has made itself: nothing of before is in them. */
export interface Made {
  readonly things: ReadonlySet<string>
  /** By `table.column`. */
  readonly columns: ReadonlySet<string>
}

export const nothingMade: Made = { things: new Set(), columns: new Set() }

export function noteMade(made: Made, operation: Operation, before: SchemaState): Made {
  const { semantics } = before
  const { objectKey } = semantics
  switch (operation.kind) {
    case 'create-table':
      return { ...made, things: withKey(made.things, objectKey(operation.table)) }
    case 'create-object':
      return { ...made, things: withKey(made.things, objectKey(operation.name)) }
    case 'add-column': {
      const key = columnKey(operation.table, operation.column.name, semantics)
      return { ...made, columns: withKey(made.columns, key) }
    }
    case 'rename-column': {
      const from = columnKey(operation.table, operation.column, semantics)
      const to = columnKey(operation.table, operation.to, semantics)
      if (operation.exchanges !== true) return { ...made, columns: renamed(made.columns, from, to) }
      const both = made.columns.has(from) === made.columns.has(to)
      const columns = made.columns.has(from)
        ? renamed(made.columns, from, to)
        : renamed(made.columns, to, from)
      return both ? made : { ...made, columns }
    }
    case 'change-column': {
      const from = columnKey(operation.table, operation.column, semantics)
      return {
        ...made,
        columns: renamed(made.columns, from, columnKey(operation.table, operation.to.name, semantics)),
      }
    }
    case 'drop-table': {
      const keys = columnsOfRebuild(operation, before).map(name =>
        columnKey(name.table, name.column, semantics),
      )
      return { ...made, columns: keys.reduce<ReadonlySet<string>>(withKey, made.columns) }
    }
    case 'rename-table': {
      const [from, to] = [objectKey(operation.table), objectKey(operation.to)]
      return {
        // The last step of a rebuild puts the rows of before back under their name.
        things:
          operation.completesRebuild === true
            ? withoutKey(made.things, from)
            : renamed(made.things, from, to),
        columns: [...made.columns]
          .filter(key => key.startsWith(`${from} `))
          .reduce((keys, key) => renamed(keys, key, to + key.slice(from.length)), made.columns),
      }
    }
    default:
      return made
  }
}

/** What a rebuild adds to the columns of the old table. Where it leaves one out, the new one may hold its values. */
function columnsOfRebuild(
  { table, replacedBy }: OperationOf<'drop-table'>,
  before: SchemaState,
): readonly { readonly table: ObjectName; readonly column: string }[] {
  const old = findTable(before, table)?.columns
  const built = replacedBy === undefined ? undefined : findTable(before, replacedBy)
  if (old === undefined || built === undefined) return []
  if ([...old.keys()].some(key => !built.columns.has(key))) return []
  return [...built.columns]
    .filter(([key]) => !old.has(key))
    .map(([, { name }]) => ({ table: built.name, column: name }))
}

export function isMade({ table, column }: Loss, made: Made, semantics: SchemaSemantics): boolean {
  if (made.things.has(semantics.objectKey(table))) return true
  return column !== undefined && made.columns.has(columnKey(table, column, semantics))
}

function columnKey(table: string, column: string, semantics: SchemaSemantics): string {
  return `${semantics.objectKey(table)} ${semantics.columnKey(column)}`
}

function renamed(keys: ReadonlySet<string>, from: string, to: string): ReadonlySet<string> {
  return keys.has(from) ? withKey(withoutKey(keys, from), to) : keys
}

import type { Column, ColumnPosition } from '../operations/column.ts'
import { withEntry, withoutEntry } from './edit.ts'
import type { SchemaSemantics } from './schema-state.ts'

/** The columns with one more, or with one moved: first, after another, or at the end. */
export function placeColumn(
  columns: ReadonlyMap<string, Column>,
  column: Column,
  semantics: SchemaSemantics,
  position?: ColumnPosition,
): ReadonlyMap<string, Column> {
  const key = semantics.columnKey(column.name)
  if (position === undefined) return withEntry(withoutEntry(columns, key), key, column)
  const others = [...columns].filter(([other]) => other !== key)
  const at = placeIn(others, semantics, position)
  return new Map([...others.slice(0, at), [key, column], ...others.slice(at)])
}

function placeIn(
  others: readonly (readonly [string, Column])[],
  semantics: SchemaSemantics,
  position: ColumnPosition,
): number {
  if (position === 'first') return 0
  const before = others.findIndex(([key]) => key === semantics.columnKey(position.after))
  return before === -1 ? others.length : before + 1
}

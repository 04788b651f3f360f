import type { Operation } from '../../../operations/operation.ts'
import { type ColumnDefinition, readColumnDefinition } from '../elements/column-definition.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { addUnique, readPosition } from './add.ts'
import type { AlteredTable } from './altered-table.ts'

/** After CHANGE: `[COLUMN] [IF EXISTS] old new type …` */
export function readChangeAction(cursor: TokenCursor, altered: AlteredTable): readonly Operation[] {
  cursor.take('COLUMN')
  const ifExists = cursor.take('IF', 'EXISTS')
  const column = cursor.identifier()
  return changeColumn(cursor, altered, readColumnDefinition(cursor), { column, ifExists })
}

/** After MODIFY: `[COLUMN] [IF EXISTS] name type …` */
export function readModifyAction(cursor: TokenCursor, altered: AlteredTable): readonly Operation[] {
  cursor.take('COLUMN')
  const ifExists = cursor.take('IF', 'EXISTS')
  const definition = readColumnDefinition(cursor)
  return changeColumn(cursor, altered, definition, { column: definition.column.name, ifExists })
}

function changeColumn(
  cursor: TokenCursor,
  { table, engine, ignoresErrors }: AlteredTable,
  { column: to, primaryKey, unique, checks, references, saysNull, saysDefaultNull }: ColumnDefinition,
  target: { readonly column: string; readonly ifExists: boolean },
): readonly Operation[] {
  const position = readPosition(cursor)
  const changed: Operation = {
    kind: 'change-column',
    table,
    ...target,
    to,
    constraints: [
      ...(primaryKey ? [{ type: 'primary-key' as const, columns: [to.name] }] : []),
      ...checks,
      ...(references && engine === 'mariadb' ? [references] : []),
    ],
    ...(position ? { position } : {}),
    ...(ignoresErrors ? { ignoresErrors } : {}),
    ...(saysNull ? { saysNull } : {}),
    ...(saysDefaultNull ? { saysDefaultNull } : {}),
  }
  return unique ? [changed, addUnique(table, to.name)] : [changed]
}

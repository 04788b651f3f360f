import type { Constraint, ReferentialAction } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** `REFERENCES table (column, …) [MATCH …] [ON DELETE …] [ON UPDATE …]` */
export function readReferences(cursor: TokenCursor, columns: readonly string[], name?: string): Constraint {
  cursor.expect('REFERENCES')
  const table = cursor.objectName()
  const referenced = cursor.isSymbol('(') ? cursor.list(readReferencedColumn) : []
  let onDelete: ReferentialAction | undefined
  let onUpdate: ReferentialAction | undefined
  for (;;) {
    if (cursor.take('MATCH')) cursor.expectOneOf('FULL', 'PARTIAL', 'SIMPLE')
    else if (cursor.take('ON', 'DELETE')) onDelete = readAction(cursor)
    else if (cursor.take('ON', 'UPDATE')) onUpdate = readAction(cursor)
    else break
  }
  return {
    type: 'foreign-key',
    columns,
    references: { table, columns: referenced },
    ...(name === undefined ? {} : { name }),
    ...(onDelete ? { onDelete } : {}),
    ...(onUpdate ? { onUpdate } : {}),
  }
}

/** A prefix length may stand here and is ignored. */
function readReferencedColumn(cursor: TokenCursor): string {
  const name = cursor.identifier()
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
  return name
}

function readAction(cursor: TokenCursor): ReferentialAction {
  if (cursor.take('CASCADE')) return 'cascade'
  if (cursor.take('RESTRICT')) return 'restrict'
  if (cursor.take('NO', 'ACTION')) return 'no action'
  if (cursor.take('SET', 'NULL')) return 'set null'
  if (cursor.take('SET', 'DEFAULT')) return 'set default'
  return cursor.fail()
}

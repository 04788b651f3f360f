import type { Operation } from '../../../operations/operation.ts'
import { readAddAction } from '../alter-actions/add.ts'
import { readAlterAction } from '../alter-actions/alter.ts'
import type { AlteredTable } from '../alter-actions/altered-table.ts'
import { readChangeAction, readModifyAction } from '../alter-actions/change.ts'
import { readConvertAction } from '../alter-actions/convert.ts'
import { readDropAction } from '../alter-actions/drop.ts'
import { inServersOrder } from '../alter-actions/order.ts'
import { readPartitionAction } from '../alter-actions/partition.ts'
import { readRenameAction } from '../alter-actions/rename.ts'
import { readRunOption } from '../alter-actions/run-option.ts'
import { readTableOption } from '../elements/table-options.ts'
import type { Grammar } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'

type ActionReader = (cursor: TokenCursor, altered: AlteredTable) => readonly Operation[]

/** By the action's first keyword; the keyword is stepped over before. */
const actions: Readonly<Record<string, ActionReader>> = {
  ADD: readAddAction,
  ALTER: readAlterAction,
  CHANGE: readChangeAction,
  CONVERT: readConvertAction,
  DROP: readDropAction,
  MODIFY: readModifyAction,
  RENAME: readRenameAction,
}

/** After ALTER [ONLINE] [IGNORE] TABLE. */
export function readAlterTable(
  cursor: TokenCursor,
  { engine }: Grammar,
  ignoresErrors: boolean,
): readonly Operation[] {
  const ifTableExists = cursor.take('IF', 'EXISTS')
  const table = cursor.objectName()
  readWait(cursor)
  const operations: Operation[] = []
  let separated = true
  while (!cursor.atEnd) {
    // The partitioning clause and further table options stand without a comma.
    if (!separated && !startsTrailingClause(cursor)) cursor.fail()
    operations.push(...readAction(cursor, { table, engine, ignoresErrors }))
    separated = cursor.takeSymbol(',')
    if (separated && cursor.atEnd) cursor.fail()
  }
  if (operations.length === 0) return [{ kind: 'no-effect', what: 'ALTER TABLE without a change' }]
  const inOrder = inServersOrder(operations)
  return ifTableExists ? inOrder.map(operation => ({ ...operation, ifTableExists })) : inOrder
}

/** MariaDB: how long to wait for the metadata lock. */
export function readWait(cursor: TokenCursor): void {
  if (cursor.take('WAIT')) cursor.number()
  else cursor.take('NOWAIT')
}

function startsTrailingClause(cursor: TokenCursor): boolean {
  const word = cursor.keyword()
  return !(word in actions) || word === 'CONVERT'
}

function readAction(cursor: TokenCursor, altered: AlteredTable): readonly Operation[] {
  const partition = readPartitionAction(cursor, altered)
  if (partition) return partition
  const readNamed = actions[cursor.keyword()]
  if (readNamed) {
    cursor.next()
    return readNamed(cursor, altered)
  }
  return readRunOption(cursor, altered) ?? readOption(cursor, altered)
}

function readOption(cursor: TokenCursor, { table }: AlteredTable): readonly Operation[] {
  const option = readTableOption(cursor) ?? cursor.fail()
  return [{ kind: 'set-table-option', table, ...option }]
}

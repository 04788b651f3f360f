import type { Operation } from '../../../operations/operation.ts'
import type { Grammar, StatementReader } from '../grammar.ts'
import { readDelete } from '../rows/delete.ts'
import { readInsert } from '../rows/insert.ts'
import { readHandlerStatement, readLoad } from '../rows/load.ts'
import { readQuery, readWith } from '../rows/query.ts'
import { readUpdate } from '../rows/update.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readGrant, readRevoke } from './accounts.ts'
import { readAlter } from './alter.ts'
import { readCreate } from './create.ts'
import { readDrop } from './drop.ts'
import { readRename } from './rename.ts'
import {
  readBinlog,
  readCall,
  readClone,
  readDeallocate,
  readDo,
  readExecute,
  readExplain,
  readLock,
  readMaintenance,
  readPrepare,
  readServerCare,
  readUse,
  readWithoutEffect,
} from './session.ts'
import { readSet } from './set.ts'
import {
  readBegin,
  readBlock,
  readCommit,
  readDistributed,
  readRelease,
  readRollback,
  readSavepoint,
  readStart,
} from './transactions.ts'
import { readTruncate } from './truncate.ts'

/** Who reads a statement, by its first keyword. */
const readers: ReadonlyMap<string, StatementReader> = new Map<string, StatementReader>([
  ['ALTER', readAlter],
  ['ANALYZE', readMaintenance],
  ['BACKUP', readWithoutEffect],
  ['BEGIN', readBegin],
  ['BINLOG', readBinlog],
  ['CACHE', readServerCare],
  ['CALL', readCall],
  ['CASE', readBlock],
  ['CHANGE', readServerCare],
  ['CHECK', readMaintenance],
  ['CHECKSUM', readMaintenance],
  ['CLONE', readClone],
  ['COMMIT', readCommit],
  ['CREATE', readCreate],
  ['DEALLOCATE', readDeallocate],
  ['DELETE', readDelete],
  ['DESC', readExplain],
  ['DESCRIBE', readExplain],
  ['DO', readDo],
  ['DROP', readDrop],
  ['EXECUTE', readExecute],
  ['EXPLAIN', readExplain],
  ['FLUSH', readServerCare],
  ['FOR', readBlock],
  ['GET', readWithoutEffect],
  ['GRANT', readGrant],
  ['HANDLER', readHandlerStatement],
  ['HELP', readWithoutEffect],
  ['IF', readBlock],
  ['INSERT', readInsert],
  ['INSTALL', readServerCare],
  ['KILL', readWithoutEffect],
  ['LOAD', readLoad],
  ['LOCK', readLock],
  ['LOOP', readBlock],
  ['OPTIMIZE', readMaintenance],
  ['PREPARE', readPrepare],
  ['PURGE', readServerCare],
  ['RELEASE', readRelease],
  ['RENAME', readRename],
  ['REPAIR', readMaintenance],
  ['REPEAT', readBlock],
  ['REPLACE', readInsert],
  ['RESET', readServerCare],
  ['RESIGNAL', readWithoutEffect],
  ['REVOKE', readRevoke],
  ['ROLLBACK', readRollback],
  ['SAVEPOINT', readSavepoint],
  ['SELECT', readQuery],
  ['SET', readSet],
  ['SHOW', readWithoutEffect],
  ['SIGNAL', readWithoutEffect],
  ['START', readStart],
  ['STOP', readServerCare],
  ['TABLE', readQuery],
  ['TRUNCATE', readTruncate],
  ['UNINSTALL', readServerCare],
  ['UNLOCK', readWithoutEffect],
  ['UPDATE', readUpdate],
  ['USE', readUse],
  ['VALUES', readQuery],
  ['WHILE', readBlock],
  ['WITH', readWith],
  ['XA', readDistributed],
])

export function readStatement(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  if (cursor.isSymbol('(')) return readQuery(cursor)
  const read = readers.get(cursor.keyword()) ?? cursor.fail()
  return read(cursor, grammar)
}

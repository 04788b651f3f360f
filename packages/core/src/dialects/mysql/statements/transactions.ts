import type { Operation } from '../../../operations/operation.ts'
import type { TransactionAction } from '../../../operations/session-operation.ts'
import type { Grammar } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readCompound } from './compound.ts'

/** `START TRANSACTION …`; START REPLICA and the like are the server's business. */
export function readStart(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('START')
  if (!cursor.take('TRANSACTION')) {
    cursor.expectOneOf('SLAVE', 'REPLICA', 'GROUP_REPLICATION', 'ALL')
    cursor.rest()
    // It takes up another server's changes.
    return [{ kind: 'maintain', action: 'start replica' }]
  }
  if (!cursor.atEnd) cursor.separated(readCharacteristic)
  return control('begin')
}

function readCharacteristic(cursor: TokenCursor): void {
  if (cursor.take('READ', 'ONLY') || cursor.take('READ', 'WRITE')) return
  cursor.expect('WITH', 'CONSISTENT', 'SNAPSHOT')
}

/** `BEGIN [WORK]`; MariaDB's `BEGIN NOT ATOMIC … END` runs a block at once. */
export function readBegin(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  if (cursor.isAt('BEGIN', 'NOT', 'ATOMIC')) return readBlock(cursor, grammar)
  cursor.expect('BEGIN')
  cursor.take('WORK')
  return control('begin')
}

/** A compound statement outside a routine (MariaDB): what stands in it runs. */
export function readBlock(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const inside = readCompound(cursor, grammar)
  return inside.length > 0 ? inside : [{ kind: 'no-effect', what: 'an empty block' }]
}

export function readCommit(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('COMMIT')
  readCompletion(cursor)
  return control('commit')
}

export function readRollback(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('ROLLBACK')
  if (cursor.take('WORK', 'TO') || cursor.take('TO')) {
    cursor.take('SAVEPOINT')
    return control('rollback-to', cursor.identifier())
  }
  readCompletion(cursor)
  return control('rollback')
}

/** `[WORK] [AND [NO] CHAIN] [[NO] RELEASE]` */
function readCompletion(cursor: TokenCursor): void {
  cursor.take('WORK')
  if (cursor.take('AND')) {
    cursor.take('NO')
    cursor.expect('CHAIN')
  }
  cursor.take('NO')
  cursor.take('RELEASE')
}

export function readSavepoint(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('SAVEPOINT')
  return control('savepoint', cursor.identifier())
}

export function readRelease(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('RELEASE', 'SAVEPOINT')
  return control('release', cursor.identifier())
}

const distributed: Readonly<Record<string, TransactionAction>> = {
  START: 'begin',
  BEGIN: 'begin',
  COMMIT: 'commit',
  ROLLBACK: 'rollback',
}

/** `XA START 'id'` … */
export function readDistributed(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('XA')
  const word = cursor.expectOneOf('START', 'BEGIN', 'END', 'PREPARE', 'COMMIT', 'ROLLBACK', 'RECOVER')
  cursor.rest()
  const action = distributed[word]
  return action ? control(action) : [{ kind: 'no-effect', what: `XA ${word}` }]
}

function control(action: TransactionAction, name?: string): readonly Operation[] {
  return [{ kind: 'control-transaction', action, ...(name === undefined ? {} : { name }) }]
}

import type { Operation } from '../../../operations/operation.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { type Grammar, readInnerStatement } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'

export function readUse(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('USE')
  return [{ kind: 'no-effect', what: `USE ${cursor.identifier()}` }]
}

/** SHOW, HELP, KILL and others that change neither schema nor rows, whatever their rest says. */
export function readWithoutEffect(cursor: TokenCursor): readonly Operation[] {
  const what = cursor.next().text.toUpperCase()
  cursor.rest()
  return [{ kind: 'no-effect', what }]
}

/** EXPLAIN, DESCRIBE and DESC show a plan or a table; EXPLAIN ANALYZE runs the statement (MySQL 8.0 manual, 15.8.2). */
export function readExplain(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const what = cursor.next().text.toUpperCase()
  if (cursor.atEnd) cursor.fail()
  if (!cursor.isAt('ANALYZE')) {
    cursor.rest()
    return [{ kind: 'no-effect', what }]
  }
  cursor.next()
  readExplainFormat(cursor)
  return readInnerStatement(cursor, grammar)
}

function readExplainFormat(cursor: TokenCursor): void {
  if (!cursor.take('FORMAT')) return
  cursor.expectSymbol('=')
  cursor.next()
}

/** `DO expression, …` computes values and forgets them: what counts is what it calls. */
export function readDo(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('DO')
  if (cursor.atEnd) cursor.fail()
  const calls = routineCalls(cursor)
  cursor.rest()
  return calls.length > 0 ? calls : [{ kind: 'no-effect', what: 'DO' }]
}

/** `BINLOG 'events'` does again what the events say, which is not seen here. */
export function readBinlog(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('BINLOG')
  cursor.rest()
  return [{ kind: 'run-code', language: 'binlog', dynamic: true }]
}

/** CLONE INSTANCE puts another server's data in the place of all that is here (MySQL 8.0 manual, 7.6.7.3). */
export function readClone(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('CLONE')
  const isLocal = cursor.isAt('LOCAL')
  cursor.rest()
  if (isLocal) return [{ kind: 'maintain', action: 'clone' }]
  const name = 'of this server, every one'
  return [{ kind: 'drop-object', objectType: 'database', name, ifExists: false, cascade: true }]
}

/** `PREPARE name FROM …` runs nothing yet. */
export function readPrepare(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('PREPARE')
  const name = cursor.identifier().toLowerCase()
  cursor.expect('FROM')
  if (cursor.atEnd) cursor.fail()
  return [{ kind: 'no-effect', what: 'PREPARE', prepares: { name, text: cursor.rest() } }]
}

export function readDeallocate(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('DEALLOCATE', 'PREPARE')
  cursor.identifier()
  return [{ kind: 'no-effect', what: 'DEALLOCATE PREPARE' }]
}

/** `EXECUTE name [USING …]`, MariaDB's `EXECUTE IMMEDIATE text`: what runs is a text made before. */
export function readExecute(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('EXECUTE')
  const isText = cursor.take('IMMEDIATE')
  if (cursor.atEnd) cursor.fail()
  const what = isText ? cursor.textUntil(item => item.isAt('USING')) : cursor.identifier().toLowerCase()
  cursor.rest()
  return [
    { kind: 'run-code', language: 'sql', dynamic: true, prepared: isText ? { text: what } : { name: what } },
  ]
}

export function readCall(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('CALL')
  const routine = cursor.objectName()
  const calls = routineCalls(cursor)
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
  return [{ kind: 'run-code', language: 'sql', dynamic: true, routine }, ...calls]
}

/** `LOCK TABLES t READ, u WRITE` */
export function readLock(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('LOCK')
  if (cursor.take('INSTANCE', 'FOR', 'BACKUP')) return [{ kind: 'no-effect', what: 'LOCK INSTANCE' }]
  cursor.expectOneOf('TABLES', 'TABLE')
  return cursor.separated(readLockedTable)
}

function readLockedTable(cursor: TokenCursor): Operation {
  const table = cursor.objectName()
  if (cursor.take('AS')) cursor.identifier()
  else if (cursor.startsIdentifier() && !cursor.isAt('LOW_PRIORITY')) cursor.identifier()
  cursor.take('LOW_PRIORITY')
  const mode = cursor.expectOneOf('READ', 'WRITE').toLowerCase()
  cursor.takeOneOf('LOCAL', 'CONCURRENT')
  if (cursor.take('WAIT')) cursor.number()
  else cursor.take('NOWAIT')
  return { kind: 'lock-table', table, mode }
}

/** ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR of tables, one operation for each. */
export function readMaintenance(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const action = cursor.expectOneOf('ANALYZE', 'CHECK', 'CHECKSUM', 'OPTIMIZE', 'REPAIR').toLowerCase()
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL')
  if (cursor.takeOneOf('TABLE', 'TABLES')) {
    const tables = cursor.separated(item => item.objectName())
    cursor.rest()
    return tables.map(table => ({ kind: 'maintain', action, table }))
  }
  if (action === 'check' || action === 'repair') {
    cursor.expectOneOf('VIEW')
    cursor.rest()
    return [{ kind: 'maintain', action }]
  }
  if (action !== 'analyze') cursor.fail()
  // MariaDB: `ANALYZE [FORMAT=JSON] statement` runs the statement.
  readExplainFormat(cursor)
  return readInnerStatement(cursor, grammar)
}

/** FLUSH, RESET, CACHE INDEX and others that tend the server. */
export function readServerCare(cursor: TokenCursor): readonly Operation[] {
  const verb = cursor.next().text.toLowerCase()
  const object = verb === 'reset' || verb === 'purge' ? ` ${cursor.next().text.toLowerCase()}` : ''
  cursor.rest()
  return [{ kind: 'maintain', action: `${verb}${object}` }]
}

import type { Operation } from '../../../operations/operation.ts'
import type { Branch } from '../../branches.ts'
import { underConditions } from '../../guards.ts'
import { mysqlGuards } from '../elements/catalogue-question.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { type Grammar, readInnerStatement } from '../grammar.ts'
import { PreparedStatements } from '../prepared-statements.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { UnexpectedToken } from '../unexpected-token.ts'
import { OpenBlocks } from './compound-blocks.ts'

/** Statements that only routines have and that no check needs. */
const flow = new Set(
  'RETURN LEAVE ITERATE OPEN FETCH CLOSE SIGNAL RESIGNAL GET EXIT CONTINUE GOTO RAISE'.split(' '),
)

/** A statement of the body, with what decides whether it runs. */
interface Part {
  readonly branches: readonly Branch[]
  readonly operations: readonly Operation[]
}

/**
 * One statement of a routine's body, or one block with all that stands in it; gives what the statements
 * inside do. Open blocks are kept in a list, so that depth costs no stack.
 */
export function readCompound(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const open = new OpenBlocks()
  const prepared = new PreparedStatements(text => grammar.parseText?.(text) ?? [])
  const parts: Part[] = []
  const add = (operations: readonly Operation[]): void => {
    const branches = open.branches()
    parts.push({ branches, operations: prepared.follow(operations, branches) })
  }
  do {
    readLabel(cursor)
    if (!open.isEmpty && readInsideBlock(cursor, open, add)) continue
    if (readBlockStart(cursor, open, add) || readHandler(cursor, open)) continue
    if (cursor.atEnd) cursor.fail()
    if (cursor.isAt('LEAVE') || cursor.isAt('RETURN')) open.leave()
    add(readSimple(cursor, grammar))
    if (!open.isEmpty) cursor.expectSymbol(';')
  } while (!open.isEmpty)
  cursor.takeSymbol(';')
  cursor.expectEnd()
  return underConditions(parts, mysqlGuards)
}

type Add = (operations: readonly Operation[]) => void

function readLabel(cursor: TokenCursor): void {
  if (!cursor.isSymbol(':', 1) || !cursor.startsIdentifier()) return
  cursor.identifier()
  cursor.next()
}

/** What may stand only between a block's start and its end. */
function readInsideBlock(cursor: TokenCursor, open: OpenBlocks, add: Add): boolean {
  const block = open.innermost
  if (cursor.take('END')) {
    closeBlock(cursor, open)
    return true
  }
  if (cursor.takeSymbol(';')) return true
  if ((block === 'IF' || block === 'CASE') && cursor.take('ELSE')) {
    open.otherwise()
    return true
  }
  if (block === 'IF' && cursor.take('ELSEIF')) {
    open.elseIf(readCondition(cursor, 'THEN', add))
    return true
  }
  if (block === 'CASE' && cursor.take('WHEN')) {
    open.when(readCondition(cursor, 'THEN', add))
    return true
  }
  if (block !== 'REPEAT' || !cursor.take('UNTIL')) return false
  cursor.textUntil(item => item.isAt('END', 'REPEAT'))
  return true
}

function closeBlock(cursor: TokenCursor, open: OpenBlocks): void {
  const block = open.close() ?? cursor.fail()
  if (block !== 'BEGIN') cursor.expect(block)
  if (cursor.startsIdentifier()) cursor.identifier()
  if (!open.isEmpty) cursor.expectSymbol(';')
}

function readBlockStart(cursor: TokenCursor, open: OpenBlocks, add: Add): boolean {
  const word = cursor.keyword()
  if (!OpenBlocks.isBlock(word)) return false
  // `REPEAT(…)`, `IF(…)` as values stand in no statement's first place.
  cursor.next()
  if (word === 'BEGIN') cursor.take('NOT', 'ATOMIC')
  if (word === 'IF') open.open(word, readCondition(cursor, 'THEN', add))
  else if (word === 'CASE')
    open.open(
      word,
      cursor.textUntil(item => item.isAt('WHEN')),
    )
  else {
    if (word === 'WHILE' || word === 'FOR') readCondition(cursor, 'DO', add)
    open.open(word)
  }
  return true
}

/** Up to the keyword, past the CASE expressions that have a THEN of their own; gives the text. */
function readCondition(cursor: TokenCursor, end: 'THEN' | 'DO', add: Add): string {
  const start = cursor.position
  let cases = 0
  const text = cursor.textUntil(item => {
    if (item.isAt('CASE')) cases += 1
    else if (cases > 0 && item.isAt('END')) cases -= 1
    return cases === 0 && item.isAt(end)
  })
  add(routineCalls(cursor, start, cursor.position))
  cursor.expect(end)
  return text
}

/** `DECLARE CONTINUE HANDLER FOR condition, …`, before the statement that handles. */
function readHandler(cursor: TokenCursor, open: OpenBlocks): boolean {
  if (!cursor.isAt('DECLARE') || !cursor.isWord(2, 'HANDLER')) return false
  cursor.next()
  const isContinue = cursor.expectOneOf('CONTINUE', 'EXIT', 'UNDO') === 'CONTINUE'
  cursor.expect('HANDLER', 'FOR')
  const errors = cursor.separated(readHandledCondition).filter(error => error !== 'NOT FOUND')
  if (errors.length > 0 && !raisesAgain(cursor)) open.handle(errors, isContinue)
  return true
}

function readHandledCondition(cursor: TokenCursor): string {
  if (cursor.take('NOT', 'FOUND')) return 'NOT FOUND'
  if (cursor.take('SQLSTATE')) {
    cursor.take('VALUE')
    return cursor.string()
  }
  return cursor.peek()?.kind === 'number' ? String(cursor.number()) : cursor.identifier()
}

/** Whether the handler, which comes next, ends the script with the error all the same. */
function raisesAgain(cursor: TokenCursor): boolean {
  let depth = 0
  for (let ahead = 0; cursor.peek(ahead) !== undefined; ahead += 1) {
    const word = cursor.keyword(ahead)
    if (word === 'RESIGNAL' || word === 'SIGNAL') return true
    if (word === 'BEGIN') depth += 1
    else if (word === 'END' && cursor.isSymbol(';', ahead + 1)) depth -= 1
    if (depth <= 0 && cursor.isSymbol(';', ahead)) return false
  }
  return false
}

function readSimple(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const start = cursor.position
  const word = cursor.keyword()
  cursor.textUntil(item => item.isSymbol(';'))
  const inner = cursor.between(start, cursor.position)
  if (word === 'DECLARE' || flow.has(word)) return routineCalls(inner)
  try {
    const operations = readInnerStatement(inner, grammar)
    inner.expectEnd()
    return operations
  } catch (error) {
    if (!(error instanceof UnexpectedToken)) throw error
    const verb = word === '' ? {} : { verb: word }
    return [{ kind: 'unreadable', level: 'partial', reason: error.message, offset: error.offset, ...verb }]
  }
}

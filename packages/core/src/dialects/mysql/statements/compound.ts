import type { Operation } from '../../../operations/operation.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { type Grammar, readInnerStatement } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { UnexpectedToken } from '../unexpected-token.ts'

/** Blocks that end with END and their own word; BEGIN ends with END alone. */
const blocks = new Set(['BEGIN', 'IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])

/** Statements that only routines have and that no check needs. */
const flow = new Set(
  'RETURN LEAVE ITERATE OPEN FETCH CLOSE SIGNAL RESIGNAL GET EXIT CONTINUE GOTO RAISE'.split(' '),
)

/**
 * One statement of a routine's body, or one block with all that stands in it; gives what the statements
 * inside do. Open blocks are kept in a list, so that depth costs no stack.
 */
export function readCompound(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const open: string[] = []
  const operations: Operation[] = []
  do {
    readLabel(cursor)
    if (open.length > 0 && readInsideBlock(cursor, open, operations)) continue
    if (readBlockStart(cursor, open, operations) || readHandler(cursor)) continue
    if (cursor.atEnd) cursor.fail()
    operations.push(...readSimple(cursor, grammar))
    if (open.length > 0) cursor.expectSymbol(';')
  } while (open.length > 0)
  cursor.takeSymbol(';')
  cursor.expectEnd()
  return operations
}

function readLabel(cursor: TokenCursor): void {
  if (!cursor.isSymbol(':', 1) || !cursor.startsIdentifier()) return
  cursor.identifier()
  cursor.next()
}

/** What may stand only between a block's start and its end. */
function readInsideBlock(cursor: TokenCursor, open: string[], operations: Operation[]): boolean {
  const block = open.at(-1)
  if (cursor.take('END')) {
    closeBlock(cursor, open)
    return true
  }
  if (cursor.takeSymbol(';')) return true
  if ((block === 'IF' || block === 'CASE') && cursor.take('ELSE')) return true
  if (block === 'IF' && cursor.take('ELSEIF')) return readCondition(cursor, 'THEN', operations)
  if (block === 'CASE' && cursor.take('WHEN')) return readCondition(cursor, 'THEN', operations)
  if (block !== 'REPEAT' || !cursor.take('UNTIL')) return false
  cursor.textUntil(item => item.isAt('END', 'REPEAT'))
  return true
}

function closeBlock(cursor: TokenCursor, open: string[]): void {
  const block = open.pop() ?? cursor.fail()
  if (block !== 'BEGIN') cursor.expect(block)
  if (cursor.startsIdentifier()) cursor.identifier()
  if (open.length > 0) cursor.expectSymbol(';')
}

function readBlockStart(cursor: TokenCursor, open: string[], operations: Operation[]): boolean {
  const word = cursor.keyword()
  if (!blocks.has(word)) return false
  // `REPEAT(…)`, `IF(…)` as values stand in no statement's first place.
  cursor.next()
  open.push(word)
  if (word === 'BEGIN') cursor.take('NOT', 'ATOMIC')
  else if (word === 'IF') readCondition(cursor, 'THEN', operations)
  else if (word === 'WHILE') readCondition(cursor, 'DO', operations)
  else if (word === 'FOR') readCondition(cursor, 'DO', operations)
  else if (word === 'CASE') cursor.textUntil(item => item.isAt('WHEN'))
  return true
}

/** Up to the keyword, past the CASE expressions that have a THEN of their own. */
function readCondition(cursor: TokenCursor, end: 'THEN' | 'DO', operations: Operation[]): true {
  const start = cursor.position
  let cases = 0
  cursor.textUntil(item => {
    if (item.isAt('CASE')) cases += 1
    else if (cases > 0 && item.isAt('END')) cases -= 1
    return cases === 0 && item.isAt(end)
  })
  operations.push(...routineCalls(cursor, start, cursor.position))
  cursor.expect(end)
  return true
}

/** `DECLARE CONTINUE HANDLER FOR condition, …`, before the statement that handles. */
function readHandler(cursor: TokenCursor): boolean {
  if (!cursor.isAt('DECLARE') || !cursor.isWord(2, 'HANDLER')) return false
  cursor.next()
  cursor.expectOneOf('CONTINUE', 'EXIT', 'UNDO')
  cursor.expect('HANDLER', 'FOR')
  cursor.separated(readHandledCondition)
  return true
}

function readHandledCondition(cursor: TokenCursor): void {
  if (cursor.take('NOT', 'FOUND')) return
  if (cursor.take('SQLSTATE')) {
    cursor.take('VALUE')
    cursor.string()
  } else if (cursor.peek()?.kind === 'number') cursor.number()
  else cursor.identifier()
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

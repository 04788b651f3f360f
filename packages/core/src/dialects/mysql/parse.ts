import { classifyStatement } from '../../lexer/classify.ts'
import type { LexicalRules } from '../../lexer/lexical-rules.ts'
import type { Token } from '../../lexer/token.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { Operation } from '../../operations/operation.ts'
import type { ParsedStatement } from '../dialect.ts'
import type { Engine } from './grammar.ts'
import { readStatement } from './statements/statement-readers.ts'
import { TokenCursor } from './token-cursor.ts'
import { UnexpectedToken } from './unexpected-token.ts'

/** One statement; what cannot be read whole is an `unreadable` operation. */
export function parseStatement(text: string, engine: Engine, rules: LexicalRules): ParsedStatement {
  const tokens = tokenize(text, rules)
  const code = withoutFinalSemicolon(tokens.filter(isCode))
  const damaged = code.find(token => token.kind === 'damaged')
  if (damaged) return unreadable(tokens, 'damaged', damageReason(damaged), damaged.start)
  if (code.length === 0) return readNothing(tokens)
  const cursor = new TokenCursor(text, code)
  try {
    const operations = readStatement(cursor, {
      engine,
      depth: 0,
      readStatement,
      parseText: text => parseStatement(text, engine, rules).operations,
    })
    cursor.expectEnd()
    return { operations, reading: readingOf(operations) }
  } catch (error) {
    if (!(error instanceof UnexpectedToken)) throw error
    return unreadable(tokens, 'partial', error.message, error.offset)
  }
}

/** `--x` is a comment for the mysql client alone: the server would answer with an error. */
function readNothing(tokens: readonly Token[]): ParsedStatement {
  const doubtful = tokens.find(token => token.kind === 'comment' && /^--\S/.test(token.text))
  if (doubtful)
    return unreadable(tokens, 'partial', 'near "--", which needs a space to be a comment', doubtful.start)
  return { operations: [{ kind: 'no-effect', what: 'nothing' }], reading: 'own-parser' }
}

function isCode(token: Token): boolean {
  return token.kind !== 'comment' && token.kind !== 'whitespace'
}

function withoutFinalSemicolon(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length
  while (tokens[end - 1]?.text === ';') end -= 1
  return end === tokens.length ? tokens : tokens.slice(0, end)
}

/** A part that could not be read, in a routine's body, makes the whole partial. */
function readingOf(operations: readonly Operation[]): 'own-parser' | 'partial' {
  return operations.some(operation => operation.kind === 'unreadable') ? 'partial' : 'own-parser'
}

function unreadable(
  tokens: readonly Token[],
  level: 'partial' | 'damaged',
  reason: string,
  offset: number,
): ParsedStatement {
  const { verb, object } = classifyStatement(tokens)
  const isKnown = verb !== undefined
  return {
    operations: [
      {
        kind: 'unreadable',
        level: level === 'damaged' || isKnown ? level : 'unknown',
        reason,
        offset,
        ...(verb === undefined ? {} : { verb }),
        ...(object === undefined ? {} : { object: object.name }),
      },
    ],
    reading: isKnown ? 'partial' : 'unknown',
  }
}

function damageReason(token: Token): string {
  if (/^[nxb]?['"]/i.test(token.text)) return 'the quote opened here is never closed'
  if (token.text.startsWith('`')) return 'the name opened here is never closed'
  if (token.text.startsWith('/*')) return 'the comment opened here is never closed'
  return 'this starts nothing that MySQL knows'
}

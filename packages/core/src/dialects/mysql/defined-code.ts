import type { LexicalRules } from '../../lexer/lexical-rules.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { Operation } from '../../operations/operation.ts'
import type { DefinedCode } from '../dialect.ts'
import type { Engine } from './grammar.ts'
import { parseStatement } from './parse.ts'
import { readStatement } from './statements/statement-readers.ts'
import { TokenCursor } from './token-cursor.ts'
import { UnexpectedToken } from './unexpected-token.ts'

/** The body of a procedure or function, or what a trigger does. */
export function definedCode(text: string, engine: Engine, rules: LexicalRules): DefinedCode | undefined {
  const code = tokenize(text, rules).filter(({ kind }) => kind !== 'comment' && kind !== 'whitespace')
  let body: readonly Operation[] | undefined
  const onBody = (operations: readonly Operation[]): void => {
    body = operations
  }
  try {
    const [made] = readStatement(new TokenCursor(text, code), {
      engine,
      depth: 0,
      readStatement,
      onBody,
      parseText: inner => parseStatement(inner, engine, rules).operations,
    })
    if (made?.kind !== 'create-object' || body === undefined) return undefined
    const { name, table } = made
    const words = code.slice(0, longestHead).map(token => token.text.toLowerCase())
    return {
      name,
      operations: body,
      ...(table === undefined ? {} : { runsOn: { table, events: eventsIn(words) } }),
    }
  } catch (error) {
    if (!(error instanceof UnexpectedToken)) throw error
    return undefined
  }
}

const longestHead = 40

/** `AFTER UPDATE OR INSERT ON t` */
function eventsIn(words: readonly string[]): readonly ('insert' | 'update' | 'delete')[] {
  const start = words.findIndex(word => word === 'before' || word === 'after')
  const head = words.slice(start, words.indexOf('on', start))
  return (['insert', 'update', 'delete'] as const).filter(event => head.includes(event))
}

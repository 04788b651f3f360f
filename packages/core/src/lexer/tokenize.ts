import type { LexicalRules } from './lexical-rules.ts'
import { quotedValue } from './quoted-value.ts'
import { closesExecutableComment, opensExecutableComment } from './scan-comment.ts'
import { scanToken } from './scan-token.ts'
import type { Lexeme, Token } from './token.ts'

/** The texts of all tokens joined are the source. Never throws; linear in the length of the text. */
export function tokenize(text: string, rules: LexicalRules): readonly Token[] {
  const tokens: Token[] = []
  let openExecutableComment: number | undefined
  for (let position = 0; position < text.length; ) {
    const lexeme = scanToken(text, position, rules, openExecutableComment !== undefined)
    if (opensExecutableComment(text, lexeme)) openExecutableComment = tokens.length
    else if (closesExecutableComment(text, lexeme)) openExecutableComment = undefined
    tokens.push(toToken(text, lexeme, rules))
    position = lexeme.end
  }
  if (openExecutableComment !== undefined) markDamaged(tokens, openExecutableComment)
  return tokens
}

function toToken(source: string, { kind, start, end }: Lexeme, rules: LexicalRules): Token {
  const text = source.slice(start, end)
  return kind === 'string' || kind === 'quoted-identifier'
    ? { kind, text, start, end, value: quotedValue(text, rules) }
    : { kind, text, start, end }
}

function markDamaged(tokens: Token[], index: number): void {
  const token = tokens[index]
  if (token) tokens[index] = { ...token, kind: 'damaged' }
}

import type { TextToken } from '../../schema/sql-text.ts'

/** The AND of `x BETWEEN 1 AND 2` is none. A text with CASE is left whole, and unread. */
export function splitAt(tokens: readonly TextToken[], word: string): readonly (readonly TextToken[])[] {
  if (tokens.some(({ text }) => /^case$/i.test(text))) return [tokens]
  const parts: TextToken[][] = [[]]
  let depth = 0
  let isBetween = false
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    const found = depth === 0 && token.kind === 'word' ? token.text.toLowerCase() : undefined
    if (found === word && !(found === 'and' && isBetween)) parts.push([])
    else parts.at(-1)?.push(token)
    if (found === 'between' || found === 'and') isBetween = found === 'between'
  }
  return parts
}

export function withoutParentheses(tokens: readonly TextToken[]): readonly TextToken[] {
  if (tokens[0]?.text !== '(' || tokens.at(-1)?.text !== ')') return tokens
  let depth = 0
  const closes = tokens.findIndex(({ text }) => {
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    return depth === 0
  })
  return closes === tokens.length - 1 ? withoutParentheses(tokens.slice(1, -1)) : tokens
}

/** A piece of a query; a `text` is a literal or what is bound in its place. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'mark'
  readonly text: string
}

/** A query of more than this is about something else. */
const longestQuery = 1000

export function tokensOf(sql: string, bindings: readonly unknown[]): readonly Token[] | undefined {
  if (sql.length > longestQuery) return undefined
  let bound = 0
  const tokens: Token[] = []
  for (const [text] of sql.matchAll(/"[^"]*"|`[^`]*`|'(?:[^']|'')*'|\$\d+|\w+|\S/g)) {
    if (text === '?' || /^\$\d/.test(text)) {
      const value: unknown = bindings[text === '?' ? bound++ : Number(text.slice(1)) - 1]
      if (typeof value !== 'string' && typeof value !== 'number') return undefined
      tokens.push({ kind: 'text', text: String(value) })
    } else if (text.startsWith("'")) {
      tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") })
    } else if (/^["`].*["`]$/s.test(text)) tokens.push({ kind: 'name', text: text.slice(1, -1) })
    else if (/^\w/.test(text)) tokens.push({ kind: 'word', text })
    else tokens.push({ kind: 'mark', text })
  }
  while (tokens.at(-1)?.text === ';') tokens.pop()
  return tokens
}

/** The tokens with words and marks in place; `□` stands for a name or a value. */
export function shapeOf(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => (kind === 'text' || kind === 'name' ? '□' : text)).join(' ')
}

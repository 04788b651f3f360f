/** A word, quoted name, string or symbol of an expression that the schema keeps as text. */
export interface TextToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'space' | 'symbol'
  readonly text: string
  /** A word or quoted name without its quotes. */
  readonly name?: string
}

const closingQuotes: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' }

/** Every name that stands in the text, as written without quotes. */
export function namesIn(text: string): readonly string[] {
  return textTokens(text).flatMap(token => (token.name === undefined ? [] : [token.name]))
}

/** Every dotted name of two parts as well: `public.users` gives `public`, `users` and `public.users`. */
export function qualifiedNamesIn(text: string): readonly string[] {
  const tokens = textTokens(text).filter(token => token.kind !== 'space')
  return tokens.flatMap((token, index) => {
    if (token.name === undefined) return []
    const next = tokens[index + 2]?.name
    return tokens[index + 1]?.text === '.' && next !== undefined
      ? [token.name, `${token.name}.${next}`]
      : [token.name]
  })
}

/** Those that parentheses follow: of functions, and not of columns that are called like one. */
export function qualifiedCallsIn(text: string): readonly string[] {
  const tokens = textTokens(text).filter(token => token.kind !== 'space')
  return tokens.flatMap(({ name }, index) => {
    if (name === undefined || tokens[index + 1]?.text !== '(') return []
    const schema = tokens[index - 1]?.text === '.' ? tokens[index - 2]?.name : undefined
    return schema === undefined ? [name] : [name, `${schema}.${name}`]
  })
}

/** The text with one name replaced, strings left alone. */
export function renameInText(text: string, from: string, to: string, key: (name: string) => string): string {
  const wanted = key(from)
  return textTokens(text)
    .map(token => {
      if (token.name === undefined || key(token.name) !== wanted) return token.text
      return token.kind === 'quoted' ? `${token.text.charAt(0)}${to}${token.text.slice(-1)}` : to
    })
    .join('')
}

/** Several rules look at one statement after each other. */
let last: { readonly text: string; readonly tokens: readonly TextToken[] } = { text: '', tokens: [] }

export function textTokens(text: string): readonly TextToken[] {
  if (last.text !== text) last = { text, tokens: tokensOf(text) }
  return last.tokens
}

function tokensOf(text: string): readonly TextToken[] {
  const tokens: TextToken[] = []
  let position = 0
  while (position < text.length) {
    const token = tokenAt(text, position)
    tokens.push(token)
    position += token.text.length
  }
  return tokens
}

function tokenAt(text: string, start: number): TextToken {
  const first = text.charAt(start)
  if (isSpace(first)) return { kind: 'space', text: takeWhile(text, start, isSpace) }
  if (first === '-' && text.charAt(start + 1) === '-') return comment(text, start, '\n')
  if (first === '/' && text.charAt(start + 1) === '*') return comment(text, start, '*/')
  if (isWordCharacter(first)) {
    const word = takeWhile(text, start, isWordCharacter)
    return { kind: 'word', text: word, name: word }
  }
  const closing = closingQuotes[first]
  if (closing !== undefined && !(first === '[' && !startsName(text.charAt(start + 1)))) {
    return quoted(text, start, closing)
  }
  return { kind: 'symbol', text: first === ':' && text.charAt(start + 1) === ':' ? '::' : first }
}

function comment(text: string, start: number, end: string): TextToken {
  const found = text.indexOf(end, start + 2)
  return { kind: 'space', text: text.slice(start, found === -1 ? text.length : found + end.length) }
}

function quoted(text: string, start: number, closing: string): TextToken {
  let end = start + 1
  while (end < text.length) {
    if (text.charAt(end) !== closing) end += 1
    else if (text.charAt(end + 1) === closing) end += 2
    else break
  }
  const whole = text.slice(start, end + 1)
  return closing === "'"
    ? { kind: 'string', text: whole }
    : { kind: 'quoted', text: whole, name: whole.slice(1, -1) }
}

function takeWhile(text: string, start: number, holds: (character: string) => boolean): string {
  let end = start
  while (end < text.length && holds(text.charAt(end))) end += 1
  return text.slice(start, end)
}

function isSpace(character: string): boolean {
  return character <= ' ' || character > '~' ? character.trim() === '' : false
}

export function isWordCharacter(character: string): boolean {
  return character > '~' ? /[\p{L}\p{N}]/u.test(character) : isAsciiWordCharacter(character.charCodeAt(0))
}

/** A-Z, a-z, 0-9, _ and $. */
function isAsciiWordCharacter(code: number): boolean {
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return isLetter || (code >= 48 && code <= 57) || code === 95 || code === 36
}

/** `[name]` quotes a name, `a[1]` and `[]` do not. */
function startsName(character: string): boolean {
  return /[\p{L}_]/u.test(character)
}

/** Without a semicolon and spaces at its end. `\s*;?\s*$` would take time with the cube of a run of spaces. */
export function withoutEnd(sql: string): string {
  const text = sql.trimEnd()
  return text.endsWith(';') ? text.slice(0, -1).trimEnd() : text
}

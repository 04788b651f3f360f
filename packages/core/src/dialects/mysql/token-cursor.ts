import type { Token } from '../../lexer/token.ts'
import type { ObjectName } from '../../operations/column.ts'
import { joinName } from '../../operations/names.ts'
import { isReserved } from './reserved-words.ts'
import { TokenPosition } from './token-position.ts'

/** Reads names, literals, lists and the text of expressions. */
export class TokenCursor extends TokenPosition {
  /** A name without quotes. Pieces that touch, such as `${prefix}users`, are one name. */
  identifier(): string {
    if (!this.startsIdentifier()) this.fail()
    return this.#namePieces()
  }

  startsIdentifier(ahead = 0): boolean {
    const token = this.peek(ahead)
    if (!token) return false
    if (token.kind === 'word') return !isReserved(token.text)
    return token.kind === 'quoted-identifier' || isTemplatePlaceholder(token)
  }

  /** `name` or `database.name`; a part that holds a dot keeps double quotes. */
  objectName(): ObjectName {
    this.takeSymbol('.')
    const parts = [this.identifier()]
    while (parts.length < 3 && this.takeSymbol('.')) parts.push(this.partAfterDot())
    return joinName(parts)
  }

  /** After a dot every word is a name, reserved or not. */
  partAfterDot(): string {
    const kind = this.peek()?.kind
    if (kind === 'word' || kind === 'number') return this.#namePieces()
    return this.identifier()
  }

  #namePieces(): string {
    const first = this.next()
    let name = first.value ?? first.text
    let previous = first
    for (let token = this.peek(); token && continuesName(previous, token); token = this.peek()) {
      name += token.text
      previous = token
      this.next()
    }
    return name
  }

  /** A literal's content; neighbouring strings are one, and a character set may stand before it. */
  string(): string {
    if (this.keyword().startsWith('_') && this.peek(1)?.kind === 'string') this.next()
    if (this.peek()?.kind !== 'string') this.fail()
    let content = ''
    while (this.peek()?.kind === 'string') content += this.next().value ?? ''
    return content
  }

  number(): number {
    const token = this.peek()
    if (token?.kind !== 'number') this.fail()
    this.next()
    return Number(token.text)
  }

  /** The source between the token at `start` and the one before the cursor, both included. */
  textSince(start: number): string {
    const first = this.tokens[start]
    const last = this.tokens[this.position - 1]
    return first && last && this.position > start ? this.source.slice(first.start, last.end) : ''
  }

  /** The text inside a pair of parentheses, which is stepped over whole. */
  parenthesised(): string {
    const open = this.peek()
    if (!this.isSymbol('(') || !open) this.fail()
    this.skipParenthesised()
    const close = this.tokens[this.position - 1]
    return this.source.slice(open.end, close?.start ?? open.end).trim()
  }

  skipParenthesised(): void {
    if (!this.isSymbol('(')) this.fail()
    let depth = 0
    do {
      if (this.isSymbol('(')) depth += 1
      else if (this.isSymbol(')')) depth -= 1
      this.next()
    } while (depth > 0)
  }

  /** Steps over an expression up to where `isStop` holds outside parentheses, or to the end; gives its text. */
  textUntil(isStop: (cursor: TokenCursor) => boolean): string {
    const start = this.position
    while (!this.atEnd && !isStop(this)) {
      if (this.isSymbol('(')) this.skipParenthesised()
      else if (this.isSymbol(')')) this.fail()
      else this.next()
    }
    return this.textSince(start)
  }

  /** Everything that is left, parentheses in balance. */
  rest(): string {
    return this.textUntil(() => false)
  }

  /** `(item, item, …)` */
  list<Item>(readItem: (cursor: TokenCursor) => Item): readonly Item[] {
    this.expectSymbol('(')
    const items = this.separated(readItem)
    this.expectSymbol(')')
    return items
  }

  /** `item, item, …` */
  separated<Item>(readItem: (cursor: TokenCursor) => Item): readonly Item[] {
    const items = [readItem(this)]
    while (this.takeSymbol(',')) items.push(readItem(this))
    return items
  }

  /** A cursor over the tokens from `start` up to, not including, `end`. */
  between(start: number, end: number): TokenCursor {
    return new TokenCursor(this.source, this.tokens, start, Math.min(end, this.end))
  }
}

/** `${prefix}` and the like, which stand for a name; `?`, `@x` and `:x` are values. */
function isTemplatePlaceholder(token: Token): boolean {
  return token.kind === 'parameter' && /^(?:\$\{|\{|%)/.test(token.text)
}

function continuesName(previous: Token, token: Token): boolean {
  if (token.start !== previous.end || previous.kind === 'quoted-identifier') return false
  if (isTemplatePlaceholder(previous)) return token.kind === 'word' || token.kind === 'number'
  return isTemplatePlaceholder(token)
}

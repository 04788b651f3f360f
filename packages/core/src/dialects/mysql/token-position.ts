import type { Token } from '../../lexer/token.ts'
import { UnexpectedToken } from './unexpected-token.ts'

/** A place in the tokens of one statement, comments and white space left out; keywords and symbols are asked for
 * and stepped over here. Every step forward is one or more whole tokens, so that reading is linear. */
export class TokenPosition {
  protected readonly source: string
  protected readonly tokens: readonly Token[]
  protected readonly end: number
  readonly #start: number
  #position: number

  constructor(source: string, tokens: readonly Token[], start = 0, end: number = tokens.length) {
    this.source = source
    this.tokens = tokens
    this.end = end
    this.#start = start
    this.#position = start
  }

  /** Where the statement's first token is. */
  get start(): number {
    return this.#start
  }

  get position(): number {
    return this.#position
  }

  get atEnd(): boolean {
    return this.#position >= this.end
  }

  peek(ahead = 0): Token | undefined {
    const index = this.#position + ahead
    return index < this.end ? this.tokens[index] : undefined
  }

  /** The keywords stand here, in this order. */
  isAt(...words: readonly string[]): boolean {
    return words.every((word, index) => this.isWord(index, word))
  }

  isWord(ahead: number, word: string): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'word' && token.text.length === word.length && token.text.toUpperCase() === word
  }

  /** The keyword that stands here, upper case. */
  keyword(ahead = 0): string {
    const token = this.peek(ahead)
    return token?.kind === 'word' ? token.text.toUpperCase() : ''
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return (token?.kind === 'punctuation' || token?.kind === 'operator') && token.text === symbol
  }

  take(...words: readonly string[]): boolean {
    if (!this.isAt(...words)) return false
    this.#position += words.length
    return true
  }

  takeOneOf(...words: readonly string[]): string | undefined {
    const word = this.keyword()
    if (word === '' || !words.includes(word)) return undefined
    this.#position += 1
    return word
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false
    this.#position += 1
    return true
  }

  expect(...words: readonly string[]): void {
    if (!this.take(...words)) this.fail()
  }

  expectOneOf(...words: readonly string[]): string {
    return this.takeOneOf(...words) ?? this.fail()
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail()
  }

  expectEnd(): void {
    if (!this.atEnd) this.fail()
  }

  next(): Token {
    const token = this.peek() ?? this.fail()
    this.#position += 1
    return token
  }

  fail(refusal?: string): never {
    throw new UnexpectedToken(this.peek(), this.tokens[this.end - 1]?.end ?? 0, refusal)
  }

  moveTo(position: number): void {
    this.#position = Math.min(Math.max(position, this.#position), this.end)
  }
}

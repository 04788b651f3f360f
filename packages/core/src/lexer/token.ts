export type TokenKind =
  /** Keyword or bare identifier, as written. */
  | 'word'
  /** "x", `x`, [x]: `value` is the name without quotes. */
  | 'quoted-identifier'
  /** 'x', E'x', $tag$x$tag$, N'x', x'ff', MySQL's "x": `value` is the content, escapes resolved. */
  | 'string'
  | 'number'
  /** ?, $1, :name, @var, @@var, and a placeholder such as ${x} or {{x}}. */
  | 'parameter'
  | 'operator'
  /** ( ) [ ] { } , ; . */
  | 'punctuation'
  | 'comment'
  | 'whitespace'
  /** A byte that starts nothing, or an unterminated quote or comment (to the end of the text). */
  | 'damaged'

/** What a token is and where it stands, its text not yet cut out. */
export interface Lexeme {
  readonly kind: TokenKind
  /** UTF-16 offset in the source. */
  readonly start: number
  readonly end: number
}

export interface Token extends Lexeme {
  /** Exactly as in the source: the texts of all tokens joined are the source. */
  readonly text: string
  /** The unquoted content of strings and quoted identifiers. */
  readonly value?: string
}

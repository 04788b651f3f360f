/** UTF-16 offsets [start, end). */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface StatementText extends Span {
  /** The source from `start` to `end`, with placeholders and client commands replaced by text of the same length
   * that a grammar can read. */
  readonly text: string
}

export interface Damage extends Span {
  /** One clause for the user. */
  readonly reason: string
  /** Where the quote or comment was opened. */
  readonly at: number
}

export interface Directive extends Span {
  readonly kind: 'delimiter' | 'terminator' | 'breakpoint' | 'marker' | 'psql' | 'client' | 'copy-data'
}

/** A command of the client that does what cannot be seen: `\i x.sql`, `source x.sql`, `.read x.sql`. */
export interface UnreadCommand extends Span {
  /** One clause for the user. */
  readonly reason: string
}

/** `--x` in MySQL. */
export interface DoubtfulComment extends Span {
  /** It begins a line, and no statement has begun. */
  readonly isLineBetween: boolean
}

/** Statements, commands, damage, directives and comments do not overlap; what is in none of them is white space. */
export interface ScriptParts {
  readonly statements: readonly StatementText[]
  readonly commands: readonly UnreadCommand[]
  readonly damage: readonly Damage[]
  readonly directives: readonly Directive[]
  /** Outside statements. */
  readonly comments: readonly Span[]
  /** `--x` in MySQL: dropped by the mysql client at the start of a statement, code for the server. */
  readonly doubtfulComments: readonly DoubtfulComment[]
}

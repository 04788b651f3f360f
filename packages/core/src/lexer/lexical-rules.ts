import type { PlaceholderStyle } from './placeholders.ts'

/** What differs between engines in the smallest units of SQL text. */
export interface LexicalRules {
  /** Block comments nest (PostgreSQL). */
  readonly nestedComments: boolean
  /** `#` starts a comment (MySQL). */
  readonly hashComments: boolean
  /** `--` starts a comment only before white space or the end of the line (MySQL). */
  readonly dashCommentNeedsSpace: boolean
  /** A carriage return alone ends a line comment (PostgreSQL: src/backend/parser/scan.l, `newline`). */
  readonly returnEndsComment: boolean
  /** The content of `/*! … *​/` and `/*M! … *​/` is code (MySQL, MariaDB). */
  readonly executableComments: boolean
  /** `/*M! … *​/` is code and `/*!50700 … *​/` to `/*!99999 … *​/` are not (MariaDB). */
  readonly mariadbComments: boolean
  /** `\'` inside a plain string (MySQL). PostgreSQL: only in E'…'. */
  readonly backslashEscapes: boolean
  readonly escapeStrings: boolean
  readonly dollarQuotes: boolean
  readonly backtickIdentifiers: boolean
  readonly bracketIdentifiers: boolean
  /** `"…"` is a string, not an identifier (MySQL without ANSI_QUOTES). */
  readonly doubleQuotedStrings: boolean
  /** `1st_try` is a name (MySQL). */
  readonly digitsStartNames: boolean
  /** `@x` is a variable; elsewhere `@` is an operator (PostgreSQL). */
  readonly atVariables: boolean
  /** `?` is a parameter; elsewhere it is an operator (PostgreSQL's jsonb). */
  readonly questionMarkParameters: boolean
  /** `COPY … FROM STDIN` data and `\meta` lines (psql). */
  readonly psqlInput: boolean
  /** The client whose commands may stand on lines of their own: `source x.sql`, `.read x.sql`. */
  readonly lineCommands: 'mysql' | 'sqlite' | 'none'
  /** Whose body may hold `;`: routines and triggers (MySQL), `BEGIN ATOMIC` (PostgreSQL), triggers (SQLite). */
  readonly compoundBodies: 'routine' | 'atomic' | 'trigger'
  /** What a template engine fills in before the database sees the text. */
  readonly placeholders: readonly PlaceholderStyle[]
}

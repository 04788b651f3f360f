/** What differs between engines in the smallest units of SQL text. */
export interface LexicalRules {
  /** Block comments nest (PostgreSQL). */
  readonly nestedComments: boolean
  /** `#` starts a comment (MySQL). */
  readonly hashComments: boolean
  /** `--` starts a comment only before white space or the end of the line (MySQL). */
  readonly dashCommentNeedsSpace: boolean
  /** The content of `/*! … *​/` and `/*M! … *​/` is code (MySQL, MariaDB). */
  readonly executableComments: boolean
  /** `\'` inside a plain string (MySQL). PostgreSQL: only in E'…'. */
  readonly backslashEscapes: boolean
  readonly escapeStrings: boolean
  readonly dollarQuotes: boolean
  readonly backtickIdentifiers: boolean
  readonly bracketIdentifiers: boolean
  /** `"…"` is a string, not an identifier (MySQL without ANSI_QUOTES). */
  readonly doubleQuotedStrings: boolean
  /** `COPY … FROM STDIN` data and `\meta` lines (psql). */
  readonly psqlInput: boolean
  /** `DELIMITER` lines (the mysql client). */
  readonly delimiterCommand: boolean
}

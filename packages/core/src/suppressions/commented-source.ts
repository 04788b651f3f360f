import type { LexicalRules } from '../lexer/lexical-rules.ts'
import type { Direction } from '../migration/migration.ts'

/** A file with findings, once, even where it holds both directions. */
export interface CommentedSource {
  readonly file: string
  readonly direction: Direction
  readonly source: string
  readonly lexical: LexicalRules
}

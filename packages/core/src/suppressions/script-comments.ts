import type { LexicalRules } from '../lexer/lexical-rules.ts'
import { tokenize } from '../lexer/tokenize.ts'
import type { Comment } from './comment.ts'
import { javascriptComments } from './javascript-comments.ts'

/** The comments of a migration file, SQL or JavaScript; what looks like one inside a string is none. */
export function scriptComments(file: string, source: string, lexical: LexicalRules): readonly Comment[] {
  if (/\.[cm]?[jt]sx?$/.test(file)) return javascriptComments(source)
  return tokenize(source, lexical).filter(token => token.kind === 'comment')
}

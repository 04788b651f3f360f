import { dialects } from '../dialects/index.ts'
import { tokenize } from '../lexer/tokenize.ts'
import type { DialectName } from '../migration/migration.ts'

/** Two scripts that differ in comments and white space alone do the same. */
export function sameTokens(before: string, after: string, dialect: DialectName): boolean {
  const words = (text: string): string =>
    JSON.stringify(
      tokenize(text, dialects[dialect].lexical)
        .filter(({ kind }) => kind !== 'comment' && kind !== 'whitespace')
        .map(token => token.text),
    )
  return words(before) === words(after)
}

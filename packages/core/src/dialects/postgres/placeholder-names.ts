import { postgresLexicalRules } from '../../lexer/engines.ts'
import { identifierInPlaceOf, isTemplateTag, placeholderEnd } from '../../lexer/placeholders.ts'

/**
 * The text with a name of the same length for every placeholder, so that every place stays. Bodies between
 * dollar quotes and quoted identifiers take part: `"{{ .Schema }}"` is a name. Strings and comments stay; a
 * template's control tags become white space.
 */
export function namesForPlaceholders(text: string): string {
  let named = ''
  let position = 0
  while (position < text.length) {
    const end = placeholderEnd(text, position, postgresLexicalRules.placeholders)
    if (end !== undefined) {
      const placeholder = text.slice(position, end)
      named += isTemplateTag(placeholder) ? ' '.repeat(placeholder.length) : identifierInPlaceOf(placeholder)
      position = end
    } else {
      const next = endOfPlainPart(text, position)
      named += text.slice(position, next)
      position = next
    }
  }
  return named
}

/** A string or a line comment as a whole, or one character. */
function endOfPlainPart(text: string, start: number): number {
  const close = text[start] === "'" ? "'" : text.startsWith('--', start) ? '\n' : undefined
  if (close === undefined) return start + 1
  const end = text.indexOf(close, start + 1)
  return end === -1 ? text.length : end + 1
}

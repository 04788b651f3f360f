import type { LexicalRules } from './lexical-rules.ts'

/** The content of a string or a quoted identifier, given with its quotes; escapes resolved. */
export function quotedValue(text: string, rules: LexicalRules): string {
  const open = openingQuote(text)
  const quote = text.charAt(open)
  switch (quote) {
    case '[':
      return text.slice(1, -1)
    case '$': {
      const tagLength = text.indexOf('$', 1) + 1
      return text.slice(tagLength, -tagLength)
    }
    default:
      return resolveEscapes(text.slice(open + 1, -1), quote, hasBackslashEscapes(text, open, rules))
  }
}

/** After a prefix: E'x', U&'x'. */
function openingQuote(text: string): number {
  if (startsWithQuote(text)) return 0
  return text[1] === '&' ? 2 : 1
}

function startsWithQuote(text: string): boolean {
  const first = text.charCodeAt(0)
  return first === 0x27 || first === 0x22 || first === 0x60 || first === 0x5b || first === 0x24
}

function hasBackslashEscapes(text: string, open: number, rules: LexicalRules): boolean {
  switch (text.charCodeAt(open)) {
    case 0x27:
      if (open === 1 && rules.escapeStrings && /^e/i.test(text)) return true
      return open < 2 && rules.backslashEscapes
    case 0x22:
      return rules.doubleQuotedStrings && rules.backslashEscapes
    default:
      return false
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0', Z: '\x1a',
} // biome-ignore format: a table

function resolveEscapes(content: string, quote: string, backslashes: boolean): string {
  if (!backslashes) return content.includes(quote) ? content.split(quote + quote).join(quote) : content
  if (!content.includes('\\') && !content.includes(quote)) return content
  return content.replace(/\\([\s\S])|''|""/g, (match: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escapes[escaped] ?? escaped
    return match[0] === quote ? quote : match
  })
}

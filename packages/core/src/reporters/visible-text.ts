/** Control characters, invisible marks and marks that turn the direction of writing, which could hide or forge
 * what a terminal shows (but for the two that join letters and emoji); and the start of an old form of GitHub's
 * workflow commands. */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\[/gu

/** The same text with everything that cannot be seen written out: `\x1b`, `\u202e`. */
export function visible(text: string, kept = ''): string {
  return text.replace(unsafe, found => (kept !== '' && kept.includes(found) ? found : writtenOut(found)))
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '##[': '##\\x5b' }

function writtenOut(found: string): string {
  const code = found.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code > 0xffff) return `\\u{${digits}}`
  return short[found] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`)
}

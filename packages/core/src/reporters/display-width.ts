import { eastAsianWidth } from 'get-east-asian-width'

/** Made when it is first needed: that alone takes 5 ms. */
let graphemes: Intl.Segmenter | undefined

/** What a reader sees as one character, and where it starts. */
export function segments(text: string): readonly { readonly segment: string; readonly index: number }[] {
  if (isPlain(text)) return Array.from(text, (segment, index) => ({ segment, index }))
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return [...graphemes.segment(text)]
}

/** Columns that a terminal gives to the text. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length
  return segments(text).reduce((sum, { segment }) => sum + segmentWidth(segment), 0)
}

/** Every unit is a character one column wide: ASCII, Latin letters, and the signs that reports are made with. */
function isPlain(text: string): boolean {
  return /^[\t\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff…–—“”‘’·✖✔⚠│╭╰─]*$/.test(text)
}

export function segmentWidth(segment: string): number {
  if (isPlain(segment)) return 1
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u.test(segment)) return 0
  return emoji.test(segment) ? 2 : eastAsianWidth(segment.codePointAt(0) ?? 0)
}

const emoji = /\p{Emoji_Presentation}|\ufe0f/u

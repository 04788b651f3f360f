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
  return wide.test(segment) ? 2 : 1
}

/** Unicode Standard Annex 11, the blocks of East Asian Wide and Fullwidth, and emoji. */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u

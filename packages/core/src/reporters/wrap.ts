import { displayWidth } from './display-width.ts'

/** Lines of at most `width` columns, broken between words; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/[ \n]/)) {
    const wordWidth = displayWidth(word)
    if (line !== '' && used + 1 + wordWidth > width) {
      lines.push(line)
      line = word
      used = wordWidth
    } else {
      used += wordWidth + (line === '' ? 0 : 1)
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

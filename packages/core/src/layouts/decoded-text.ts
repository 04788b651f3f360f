import type { Section } from './section.ts'

/** A part of the file that stands for something shorter: what it stands for, in as many characters. */
export type Replaced = readonly [start: number, end: number, text: string]

/** SQL inside another format. */
export interface SqlText {
  readonly sections: readonly Section[]
  readonly holes: readonly Section[]
  readonly replaced: readonly Replaced[]
}

/**
 * What the escapes of a text mean, each as long as it is written, so that all else keeps its place. Spaces stand before
 * it, or after it where it ends a quoted name or goes on with an operator.
 */
export function unescaped(
  text: string,
  [start, end]: Section,
  pattern: RegExp,
  meaning: (written: string) => string,
): readonly Replaced[] {
  const replaced: Replaced[] = []
  const source = text.slice(start, end)
  let quote = ''
  let position = 0
  const read = (plain: string): void => {
    for (const character of plain) {
      if (character !== '"' && character !== "'" && character !== '`') continue
      if (quote === '') quote = character
      else if (quote === character) quote = ''
    }
  }
  for (const match of source.matchAll(pattern)) {
    read(source.slice(position, match.index))
    const meant = meaning(match[0])
    const isClosing = quote !== '' && meant.startsWith(quote)
    const goesOn = /[<>=!|&@#-]/.test(source.charAt(match.index - 1)) && /^[<>=|&@#]/.test(meant)
    position = match.index + match[0].length
    const padded = isClosing || goesOn ? meant.padEnd(match[0].length) : meant.padStart(match[0].length)
    replaced.push([start + match.index, start + position, padded.slice(0, match[0].length)])
    read(meant)
  }
  return replaced
}

export function joinTexts(texts: readonly SqlText[]): SqlText {
  return {
    sections: texts.flatMap(({ sections }) => sections),
    holes: texts.flatMap(({ holes }) => holes),
    replaced: texts.flatMap(({ replaced }) => replaced),
  }
}

/** A section as it is meant, as long as it is written: white space in the place of what is taken out. */
export function decodedSection(
  text: string,
  [start, end]: Section,
  holes: readonly Section[] = [],
  replaced: readonly Replaced[] = [],
): string {
  if (holes.length === 0 && replaced.length === 0) return text.slice(start, end)
  const blanks = holes.map(
    ([from, to]): Replaced => [from, to, text.slice(from, to).replace(/[^\r\n]/g, ' ')],
  )
  const inSection = [...blanks, ...replaced]
    .filter(([from, to]) => from >= start && to <= end)
    .toSorted(([first], [second]) => first - second)
  let result = ''
  let position = start
  for (const [from, to, meant] of inSection) {
    if (from < position) continue
    result += text.slice(position, from) + meant
    position = to
  }
  return result + text.slice(position, end)
}

export function decoded(text: string, { sections, holes, replaced }: SqlText): string {
  return sections.map(section => decodedSection(text, section, holes, replaced)).join(';')
}

import { linesOf } from './liquibase-lines.ts'
import type { Section } from './section.ts'

/** `endDelimiter://` ends a statement in place of the semicolon, and is no part of it. Seen at the end of a line. */
export function delimiterAt(line: string, delimiter: string | undefined): number | undefined {
  const text = line.trimEnd()
  if (delimiter === undefined || delimiter === '' || delimiter === ';' || !text.endsWith(delimiter))
    return undefined
  return text.length - delimiter.length
}

/** `\n//`: the delimiter stands on a line of its own. */
export function plainDelimiter(written: string | undefined): string | undefined {
  return written?.replace(/^(?:\\r)?\\n/, '')
}

/** A section without the delimiters in it. */
export function cutAt(text: string, [start, end]: Section, written: string | undefined): readonly Section[] {
  const delimiter = plainDelimiter(written)
  const sections: Section[] = []
  let from = start
  for (const line of linesOf(text.slice(start, end))) {
    const cut = delimiterAt(line.text, delimiter)
    if (cut === undefined) continue
    sections.push([from, start + line.start + cut])
    from = start + line.end
  }
  return [...sections, [from, end] as const].filter(([first, last]) => text.slice(first, last).trim() !== '')
}

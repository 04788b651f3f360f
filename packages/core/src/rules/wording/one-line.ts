/** A rule's text is broken into lines for its source file only. */
export function oneLine(text: string): string {
  return text.replace(/[ \t]*\n[ \t]*/g, ' ').trim()
}

/** For a comment, which ends with its line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

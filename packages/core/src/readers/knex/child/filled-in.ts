/** With the quotes that belong to a name or a text. */
const unknown = /["'`[]?unknown_value_of_\w*["'`\]]?/

/** It is the same text with other values in the place of those that are not known. */
export function isFilledIn(text: string, withUnknowns: string): boolean {
  const [start = '', ...rest] = withUnknowns.split(unknown)
  const end = rest.pop()
  if (end === undefined || text === withUnknowns || !text.startsWith(start)) return false
  let at = start.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.endsWith(end) && text.length - end.length >= at
}

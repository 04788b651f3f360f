/** tsconfig.json may have comments and commas at the end of lists; undefined where it is no JSON all the same. */
export function parseJsonWithComments(text: string): unknown {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const character = text[at]
    const end =
      character === '"'
        ? endOfString(text, at)
        : text.startsWith('//', at)
          ? endOf(text, '\n', at)
          : text.startsWith('/*', at)
            ? endOf(text, '*/', at) + 2
            : at + 1
    const isComment = character === '/' && end > at + 1
    if (!isComment) pieces.push(text.slice(at, end))
    at = end
  }
  try {
    return JSON.parse(withoutLastCommas(pieces))
  } catch {
    return undefined
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from + 2)
  return found < 0 ? text.length : found
}

function withoutLastCommas(pieces: readonly string[]): string {
  const kept: string[] = []
  let comma: number | undefined
  for (const piece of pieces) {
    if ((piece === '}' || piece === ']') && comma !== undefined) kept[comma] = ''
    if (piece === ',') comma = kept.length
    else if (piece.trim() !== '') comma = undefined
    kept.push(piece)
  }
  return kept.join('')
}

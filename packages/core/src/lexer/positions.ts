/** 1-based; columns in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

let latest: { readonly text: string; readonly positions: Positions } | undefined

/** The migrations of one file come one after another: its lines are found once for all of them. */
export function positionsIn(text: string): Positions {
  if (latest?.text !== text) latest = { text, positions: new Positions(text) }
  return latest.positions
}

/** Finds lines and columns of offsets in one text; a byte order mark takes no column. */
export class Positions {
  readonly #lineStarts: readonly number[]
  readonly #hasByteOrderMark: boolean

  constructor(text: string) {
    this.#hasByteOrderMark = text.charCodeAt(0) === 0xfeff
    this.#lineStarts = lineStartsOf(text)
  }

  at(offset: number): Position {
    const index = this.#lastLineStartingAtOrBefore(offset)
    const start = this.#lineStarts[index] ?? 0
    const mark = index === 0 && this.#hasByteOrderMark && offset > 0 ? 1 : 0
    return { line: index + 1, column: offset - start - mark + 1 }
  }

  #lastLineStartingAtOrBefore(offset: number): number {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** LF, CRLF and a lone CR end a line. */
function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}

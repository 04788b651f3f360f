/** A line that a runner takes as a marker, in UTF-16 offsets. */
export interface MarkedLine<Marker> {
  readonly marker: Marker
  /** Where the line starts. */
  readonly start: number
  /** Where the next line starts. */
  readonly end: number
}

/**
 * Lines that mean something to the runner. The runners that use markers look at raw lines: a marker inside a
 * string or a block comment counts for them, so it counts here.
 */
export function markedLines<Marker>(
  text: string,
  markerOf: (line: string) => Marker | undefined,
): readonly MarkedLine<Marker>[] {
  const found: MarkedLine<Marker>[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    const marker = markerOf(text.slice(start, newline < 0 ? end : newline).replace(/\r$/, ''))
    if (marker !== undefined) found.push({ marker, start, end })
    start = end
  }
  return found
}

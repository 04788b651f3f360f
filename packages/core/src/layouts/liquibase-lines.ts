export interface Line {
  /** Without its line end. */
  readonly text: string
  readonly start: number
  /** Where the next line starts. */
  readonly end: number
}

const ignoreLines = /^--\s*ignoreLines:(start|end|\d+)$/i

/** The lines of formatted SQL that Liquibase does not ignore. */
export function readLines(text: string): readonly Line[] {
  return withoutIgnored(linesOf(text))
}

export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    lines.push({ text: text.slice(start, end).replace(/\r?\n$/, ''), start, end })
    start = end
  }
  return lines
}

/** `--ignoreLines:2` skips two lines, `--ignoreLines:start` all up to `--ignoreLines:end`. */
function withoutIgnored(lines: readonly Line[]): readonly Line[] {
  let left = 0
  return lines.filter(line => {
    const ignore = ignoreLines.exec(line.text)?.[1]?.toLowerCase()
    if (ignore === 'start') left = Number.POSITIVE_INFINITY
    else if (ignore === 'end') left = 0
    else if (left > 0) left -= 1
    else if (ignore !== undefined) left = Number(ignore)
    else return true
    return false
  })
}

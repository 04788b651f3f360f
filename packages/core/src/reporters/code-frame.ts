import type { Location } from '../migration/migration.ts'
import { segments, segmentWidth } from './display-width.ts'
import { visible } from './visible-text.ts'

/** A line of a frame: what stands left of the gutter's bar, and what right of it. */
export interface FrameLine {
  readonly number: number | undefined
  readonly text: string
  readonly kind: 'source' | 'carets' | 'more'
}

const tabStop = 4
/** Columns that stay before the caret where a long line is cut. */
const lead = 20

/** The first line of the source that a place covers, underlined, and how many more there are; none wider than `width`. */
export function codeFrame(source: string, location: Location, width: number): readonly FrameLine[] {
  const { line, column, endLine, endColumn } = location
  const first = lineOf(source, line)
  if (first === undefined) return []
  const end = endLine > line ? first.length : endColumn - 1
  // A place without extent still has a caret.
  const underlined = underline(first, column - 1, Math.max(end, column), width)
  const hidden = endLine - line
  const rest = hidden === 0 ? '' : `… ${hidden} more ${hidden === 1 ? 'line' : 'lines'}`
  const fits = underlined.carets.length + 2 + rest.length <= width
  return [
    { number: line, text: underlined.text, kind: 'source' },
    {
      number: undefined,
      text: rest !== '' && fits ? `${underlined.carets}  ${rest}` : underlined.carets,
      kind: 'carets',
    },
    ...(rest === '' || fits ? [] : [{ number: undefined, text: rest, kind: 'more' } as const]),
  ]
}

function lineOf(source: string, number: number): string | undefined {
  let start = 0
  for (let line = 1; line < number; line += 1) {
    const newline = source.indexOf('\n', start)
    if (newline < 0) return undefined
    start = newline + 1
  }
  const newline = source.indexOf('\n', start)
  const line = source.slice(start, newline < 0 ? undefined : newline).trimEnd()
  // Columns do not count a byte order mark.
  return number === 1 ? line.replace(/^\uFEFF/, '') : line
}

interface Cell {
  readonly text: string
  readonly width: number
  readonly marked: boolean
}

function underline(
  line: string,
  start: number,
  end: number,
  width: number,
): { readonly text: string; readonly carets: string } {
  // A line can be megabytes long: only what can be shown is looked at. A cell takes few UTF-16 units.
  const from = Math.max(0, start - 4 * lead)
  const to = start + 4 * width
  const cells = toCells(line.slice(from, to), start - from, end - from)
  const caretAt = Math.max(
    0,
    cells.findIndex(cell => cell.marked),
  )
  // A caret at the end of the line needs a column of its own.
  const room = cells.some(cell => cell.marked) ? width : width - 1
  const fits = from === 0 && to >= line.length && totalWidth(cells) <= room
  const first = fits || totalWidth(cells.slice(0, caretAt + 1)) <= width / 2 ? 0 : firstShown(cells, caretAt)
  const before = first > 0 || from > 0 ? '…' : ''
  const shown = takeWidth(cells.slice(first), fits ? room : width - before.length - 1)
  const after = first + shown.length < cells.length || to < line.length ? '…' : ''
  const marks = shown.map(cell => (cell.marked ? '^' : ' ').repeat(cell.width)).join('')
  return {
    text: before + shown.map(cell => cell.text).join('') + after,
    // A place at the end of a line has no character of its own.
    carets: marks.includes('^')
      ? (' '.repeat(before.length) + marks).trimEnd()
      : `${' '.repeat(before.length) + marks}^`,
  }
}

function toCells(text: string, start: number, end: number): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  for (const { segment, index } of segments(text)) {
    const shown = segment === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : visible(segment)
    const width = shown === segment ? segmentWidth(segment) : shown.length
    cells.push({ text: shown, width, marked: index >= start && index < end })
    column += width
  }
  return cells
}

function firstShown(cells: readonly Cell[], caretAt: number): number {
  let first = caretAt
  let used = 0
  while (first > 0 && used < lead) {
    first -= 1
    used += cells[first]?.width ?? 0
  }
  return first
}

function takeWidth(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0
  const end = cells.findIndex(cell => {
    used += cell.width
    return used > width
  })
  return end < 0 ? cells : cells.slice(0, end)
}

function totalWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}

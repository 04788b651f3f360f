import type { Position, Positions } from '../lexer/positions.ts'
import type { Comment } from './comment.ts'
import type { Directive } from './directive.ts'

/** The lines, both ends included, in which a directive silences its rules. */
export interface SuppressedLines {
  readonly directive: Directive
  readonly position: Position
  readonly from: number
  readonly to: number
  readonly wholeFile: boolean
}

export function suppressedLines(
  directives: readonly Directive[],
  comments: readonly Comment[],
  source: string,
  positions: Positions,
): readonly SuppressedLines[] {
  const lines = codeLines(source, comments)
  return directives.flatMap((directive, index) => {
    const position = positions.at(directive.comment.start)
    const end = positions.at(directive.comment.end).line
    const region = (from: number, to: number, wholeFile = false) => [
      { directive, position, from, to, wholeFile },
    ]
    switch (directive.kind) {
      case 'enable':
        return []
      case 'disable-file':
        return region(1, Number.MAX_SAFE_INTEGER, true)
      case 'disable-line':
        return region(position.line, position.line)
      case 'disable-next-line': {
        const next = lines.find(line => line > end) ?? end + 1
        return region(next, next)
      }
      case 'disable':
        return region(position.line, lineOfEnable(directive, directives.slice(index + 1), positions))
      default:
        return directive.kind satisfies never
    }
  })
}

function lineOfEnable({ rules }: Directive, later: readonly Directive[], positions: Positions): number {
  const enable = later.find(
    directive =>
      directive.kind === 'enable' &&
      (directive.rules.length === 0 || rules.every(rule => directive.rules.includes(rule))),
  )
  return enable === undefined ? Number.MAX_SAFE_INTEGER : positions.at(enable.comment.start).line
}

/** Numbers of the lines that hold more than white space and comments. */
function codeLines(source: string, comments: readonly Comment[]): readonly number[] {
  let code = ''
  let position = 0
  for (const comment of comments) {
    code += source.slice(position, comment.start) + comment.text.replace(/[^\r\n]/g, ' ')
    position = comment.end
  }
  code += source.slice(position)
  return code.split(/\r\n|\n|\r/).flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]))
}

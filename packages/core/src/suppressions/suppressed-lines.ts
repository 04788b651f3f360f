import type { Position, Positions } from '../lexer/positions.ts'
import type { Comment } from './comment.ts'
import type { Directive } from './directive.ts'

/** The lines, both ends included, in which a directive silences its rules. */
export interface SuppressedLines {
  readonly directive: Directive
  readonly position: Position
  readonly from: number
  lastLineFor(ruleId: string): number
  readonly wholeFile: boolean
}

export function suppressedLines(
  directives: readonly Directive[],
  comments: readonly Comment[],
  source: string,
  positions: Positions,
): readonly SuppressedLines[] {
  const code = withoutComments(source, comments)
  return directives.flatMap((directive, index) => {
    const { start, end } = directive.comment
    const position = positions.at(start)
    const region = (from: number, to: number, wholeFile = false): readonly SuppressedLines[] => [
      { directive, position, from, lastLineFor: () => to, wholeFile },
    ]
    switch (directive.kind) {
      case 'enable':
      case undefined:
        return []
      case 'disable-file':
        return region(1, Number.MAX_SAFE_INTEGER, true)
      case 'disable-line':
        return region(position.line, position.line)
      case 'disable-next-line': {
        // Of its own line too, where code follows it there.
        const next = code.slice(end).search(/\S/)
        const { line } = positions.at(next < 0 ? end : end + next)
        return region(line, line)
      }
      case 'disable': {
        const later = directives.slice(index + 1)
        const lastLineFor = (ruleId: string): number => {
          const enable = later.find(other => ends(other, ruleId))
          return enable === undefined ? Number.MAX_SAFE_INTEGER : positions.at(enable.comment.start).line
        }
        return [{ directive, position, from: position.line, lastLineFor, wholeFile: false }]
      }
      default:
        return directive.kind satisfies never
    }
  })
}

/** The ones that end no block. */
export function enablesOfNothing(directives: readonly Directive[]): readonly Directive[] {
  const useful = directives.flatMap((directive, index) => {
    if (directive.kind !== 'disable') return []
    const later = directives.slice(index + 1)
    const rules =
      directive.rules.length > 0 ? directive.rules : [everyRule, ...later.flatMap(each => each.rules)]
    return rules.flatMap(rule => later.find(other => ends(other, rule)) ?? [])
  })
  return directives.filter(directive => directive.kind === 'enable' && !useful.includes(directive))
}

/** Stands for those that no directive names. */
const everyRule = '*'

function ends({ kind, rules }: Directive, ruleId: string): boolean {
  return kind === 'enable' && (rules.length === 0 || rules.includes(ruleId))
}

/** Of the same length, with a blank for every character of a comment. */
function withoutComments(source: string, comments: readonly Comment[]): string {
  let code = ''
  let position = 0
  for (const { start, end, text } of comments) {
    code += source.slice(position, start) + text.replace(/[^\r\n]/g, ' ')
    position = end
  }
  return code + source.slice(position)
}

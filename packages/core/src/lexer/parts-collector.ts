import type {
  Damage,
  Directive,
  DoubtfulComment,
  ScriptParts,
  Span,
  StatementText,
  UnreadCommand,
} from './script-parts.ts'

/** The parts of a script as they are found, in order. */
export class PartsCollector implements ScriptParts {
  statements: StatementText[] = []
  commands: UnreadCommand[] = []
  damage: Damage[] = []
  directives: Directive[] = []
  comments: Span[] = []
  doubtfulComments: DoubtfulComment[] = []

  /** A routine written `END; $$` has a `;` that the server does not need. */
  addStatement({ text, start, end }: StatementText): void {
    let length = text.length
    while (length > 0 && /[\s;]/.test(text.charAt(length - 1))) length -= 1
    const statementEnd = start + length
    if (length > 0) this.statements.push({ text: text.slice(0, length), start, end: statementEnd })
    if (statementEnd < end) this.addDirective('terminator', { start: statementEnd, end })
  }

  addDirective(kind: Directive['kind'], { start, end }: Span): void {
    this.directives.push({ kind, start, end })
  }

  /** An executable comment that never ends: the server refuses everything from its statement on. */
  damageFrom(at: number, end: number): void {
    const isAfter = (part: Span): boolean => part.end > at
    const first = [this.statements.find(isAfter), this.commands.find(isAfter), this.damage.find(isAfter)]
    const start = Math.min(at, ...first.map(part => part?.start ?? at))
    const isBefore = (part: Span): boolean => part.end <= start
    this.statements = this.statements.filter(isBefore)
    this.commands = this.commands.filter(isBefore)
    this.directives = this.directives.filter(isBefore)
    this.comments = this.comments.filter(isBefore)
    this.doubtfulComments = this.doubtfulComments.filter(isBefore)
    this.damage = this.damage.filter(isBefore)
    this.damage.push({ start, end, at, reason: 'the comment opened here is never closed' })
  }
}

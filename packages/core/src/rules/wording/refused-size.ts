import type { SizeRefusal } from '../../dialects/dialect.ts'
import type { Problem } from '../finding.ts'

/** As a warning where the character set decides, and nothing that was read says it. */
export function refused(what: string, { reason, ifCharset }: SizeRefusal): Problem {
  return ifCharset === undefined
    ? { message: `${what} is refused: ${reason}.` }
    : {
        message: `${what} is refused if its text is in ${ifCharset}, the server's default unless it is set up otherwise: ${reason}.`,
        severity: 'warning',
      }
}

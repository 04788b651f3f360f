import type { DoubtfulComment, Span } from '../../lexer/script-parts.ts'
import type { Location, ReadingNote } from '../../migration/migration.ts'

/** measured: MariaDB 10.11: its client leaves out a line between statements that begins with `--x`; the server refuses
 * it. Such lines of one file are one note. */
export function doubtfulComments(
  comments: readonly DoubtfulComment[],
  locate: (span: Span) => Location,
  isAllComments: boolean,
): readonly ReadingNote[] {
  const note = (comment: Span, message: string): ReadingNote => ({
    kind: 'damaged-text',
    message,
    instead: 'Write a space after `--`.',
    location: locate(comment),
  })
  const inside = comments
    .filter(({ isLineBetween }) => !isLineBetween)
    .map(comment =>
      note(comment, 'A comment begins with `--` and a space; without the space the server reads code.'),
    )
  const [first, ...others] = comments.filter(({ isLineBetween }) => isLineBetween)
  if (first === undefined) return inside
  const more = others.length === 0 ? '' : ` So it is with ${others.length} more.`
  const message = `Without a space behind \`--\`, this line is a comment for the mysql client alone: the server reads code where another tool sends it.${more}`
  // Of a script without statements a tool may send nothing.
  return [...inside, { ...note(first, message), severity: isAllComments ? 'info' : 'warning' }]
}

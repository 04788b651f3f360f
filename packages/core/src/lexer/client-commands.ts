import type { Span } from './script-parts.ts'
import { startsLine } from './starts-line.ts'

/** `DELIMITER $$` of the mysql client; the new delimiter may stand on the next line. */
export function readDelimiterCommand(
  text: string,
  start: number,
): { readonly end: number; readonly delimiter: string } | undefined {
  if (!startsLine(text, start)) return undefined
  const command = /delimiter[ \t]*(?:\r?\n[ \t]*)?(?<=\s)([^\s]+)/iy
  command.lastIndex = start
  const match = command.exec(text)
  const written = match?.[1]
  if (!match || !written) return undefined
  const delimiter = written.replace(/^(['"`])(.+)\1$/, '$2')
  return { delimiter, end: start + match[0].length }
}

export interface CopyData extends Span {
  /** False without the end line `\.`. */
  readonly isEnded: boolean
  /** `-- …` after the `;`, on its line. */
  readonly comment?: Span
}

/** The rows that follow `COPY … FROM STDIN;`, up to and with the line `\.`; undefined where more code stands on
 * the line of the `;`, or nothing after it. */
export function readCopyData(text: string, after: number): CopyData | undefined {
  const lineFeed = text.indexOf('\n', after)
  const start = lineFeed === -1 ? text.length : lineFeed + 1
  const restOfLine = text.slice(after, start).trim()
  if (start === text.length || (restOfLine !== '' && !restOfLine.startsWith('--'))) return undefined
  const end = copyDataEnd(text, start)
  const from = text.indexOf(restOfLine, after)
  return {
    start,
    end: end ?? text.length,
    isEnded: end !== undefined,
    ...(restOfLine === '' ? {} : { comment: { start: from, end: from + restOfLine.length } }),
  }
}

function copyDataEnd(text: string, start: number): number | undefined {
  const marker = /^\\\.[ \t]*\r?$/gm
  marker.lastIndex = start
  const match = marker.exec(text)
  return match ? match.index + 2 : undefined
}

/** Comments by which a migration runner cuts a file into statements. */
export function isMarker(comment: string): boolean {
  return /^--\s*(?:\+(?:goose|migrate|micrate)\b|migrate:(?:up|down)\b)/i.test(comment.slice(0, 64))
}

/** `--!include a.sql`: Graphile Migrate puts the file's text here (migration.ts, `compileIncludes`). */
export function includedFile(comment: string): string | undefined {
  return /^--![ \t]*include[ \t]+(\S[^\r\n]*\.sql)[ \t]*$/.exec(comment.slice(0, 1000))?.[1]
}

import type { Section } from './one-file-migrations.ts'

/** One changeset of a formatted SQL file, as offsets into it. */
export interface Changeset {
  readonly author: string
  readonly id: string
  readonly up: readonly Section[]
  /** Absent without a rollback; empty for `--rollback empty`. */
  readonly down?: readonly Section[]
  readonly inTransaction: boolean
  readonly repeatable: boolean
}

interface OpenChangeset {
  endDelimiter: string | undefined
  author: string
  id: string
  up: Section[]
  down: Section[] | undefined
  inTransaction: boolean
  repeatable: boolean
}

const header = /^\s*--\s*changeset\s+("[^"]+"|[^:\s][^:]*):\s*("[^"]+"|\S+)(.*)$/i
const rollbackLine = /^(\s*--\s*rollback\s)(.*)$/i
const rollbackStart = /^\s*\/\*\s*liquibase\s+rollback\s*$/i
const rollbackEnd = /\*\/\s*$/
const noRollback = /^\s*(?:empty|not required)/i
const ignoreLines = /^--\s*ignoreLines:(start|end|\d+)$/i

interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** liquibase-standard, AbstractFormattedChangeLogParser: line by line. */
export function readChangesets(text: string): readonly Changeset[] {
  const changesets: OpenChangeset[] = []
  let inRollback = false
  for (const line of withoutIgnored(linesOf(text))) {
    const opened = inRollback ? undefined : openChangeset(line.text)
    const current = changesets.at(-1)
    if (opened !== undefined) changesets.push(opened)
    else if (current !== undefined) inRollback = addLine(current, line, inRollback)
  }
  return changesets.map(({ down, up, endDelimiter: _, ...changeset }) => ({
    ...changeset,
    up: up.filter(([start, end]) => end > start),
    ...(down && { down }),
  }))
}

function linesOf(text: string): readonly Line[] {
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

/** Returns whether the next line is inside a rollback comment. */
function addLine(changeset: OpenChangeset, { text, start, end }: Line, inRollback: boolean): boolean {
  const rollback = rollbackLine.exec(text)
  if (!inRollback && rollback === null && !rollbackStart.test(text)) {
    const cut = delimiterAt(text, changeset.endDelimiter)
    if (cut === undefined) extend(changeset.up, start, end)
    else {
      extend(changeset.up, start, start + cut)
      changeset.up.push([end, end])
    }
    return false
  }
  changeset.down ??= []
  if (inRollback) {
    const closed = rollbackEnd.test(text)
    const last = closed ? start + text.lastIndexOf('*/') : end
    if (text.slice(0, last - start).trim() !== '') extend(changeset.down, start, last)
    return !closed
  }
  if (rollback === null) return true
  const [, prefix = '', sql = ''] = rollback
  if (!noRollback.test(sql)) changeset.down.push([start + prefix.length, end])
  return false
}

function openChangeset(line: string): OpenChangeset | undefined {
  const found = header.exec(line)
  if (found === null) return undefined
  const [, author = '', id = '', attributes = ''] = found
  return {
    author: unquoted(author.trim()),
    id: unquoted(id),
    up: [],
    down: undefined,
    endDelimiter: /\bendDelimiter:(\S+)/i.exec(attributes)?.[1],
    inTransaction: !/\brunInTransaction\s*:\s*"?false/i.test(attributes),
    repeatable: /\brun(?:OnChange|Always)\s*:\s*"?true/i.test(attributes),
  }
}

/** `endDelimiter://` ends a statement in place of the semicolon, and is no part of it. Seen at the end of a line. */
function delimiterAt(line: string, delimiter: string | undefined): number | undefined {
  const text = line.trimEnd()
  if (delimiter === undefined || delimiter === ';' || !text.endsWith(delimiter)) return undefined
  return text.length - delimiter.length
}

/** Joins lines that follow each other into one section. */
function extend(sections: Section[], start: number, end: number): void {
  const last = sections.at(-1)
  if (last !== undefined && last[1] === start) sections[sections.length - 1] = [last[0], end]
  else sections.push([start, end])
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1')
}

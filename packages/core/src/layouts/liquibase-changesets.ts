import { delimiterAt, plainDelimiter } from './liquibase-delimiter.ts'
import { type Line, readLines } from './liquibase-lines.ts'
import type { Section } from './section.ts'

/** One changeset of a formatted SQL file, as offsets into it. */
export interface Changeset {
  readonly author: string
  readonly id: string
  readonly up: readonly Section[]
  /** Absent without a rollback; without sections for `--rollback empty`. */
  readonly down?: Rollback
  /** `postgresql,!h2` */
  readonly dbms?: string
  readonly inTransaction: boolean
  readonly repeatable: boolean
  /** What the history has in place of the file's path. */
  readonly logicalPath?: string
}

export interface Rollback {
  readonly sections: readonly Section[]
  /** The comment markers before each line. */
  readonly holes: readonly Section[]
}

interface OpenChangeset {
  readonly author: string
  readonly id: string
  readonly attributes: string
  readonly up: Section[]
  down: { readonly sections: Section[]; readonly holes: Section[]; isCut: boolean } | undefined
  /** `--rollback changesetId:1 changesetAuthor:ann`: the rollback is that changeset's script. */
  rollsBackTo?: { readonly id: string; readonly author: string | undefined }
}

const header = /^\s*--\s*changeset\s+("[^"]+"|[^:\s][^:]*):\s*("[^"]+"|\S+)(.*)$/i
const rollbackLine = /^(\s*--\s*rollback\s)(.*)$/i
const rollbackStart = /^\s*\/\*\s*liquibase\s+rollback\s*$/i
const noRollback = /^\s*(?:empty|not required)/i
const otherChangeset = /\bchangesetId:(\S+)/i

/** liquibase-standard, AbstractFormattedChangeLogParser: line by line. */
export function readChangesets(text: string): readonly Changeset[] {
  const changesets: OpenChangeset[] = []
  let inRollback = false
  for (const line of readLines(text)) {
    const opened = inRollback ? undefined : openChangeset(line.text)
    const current = changesets.at(-1)
    if (opened !== undefined) changesets.push(opened)
    else if (current !== undefined) inRollback = addLine(current, line, inRollback)
  }
  const [first = ''] = text.split('\n', 1)
  const path = attribute(first, 'logicalFilePath')
  return changesets.map(changeset => close(changeset, changesets, path))
}

function close(changeset: OpenChangeset, all: readonly OpenChangeset[], path: string | undefined): Changeset {
  const { author, id, attributes } = changeset
  const dbms = attribute(attributes, 'dbms')
  const down = rollbackOf(changeset, all)
  const logicalPath = attribute(attributes, 'logicalFilePath') ?? path
  return {
    author,
    id,
    up: filled(changeset.up),
    ...(down && { down }),
    ...(dbms !== undefined && { dbms }),
    ...(logicalPath !== undefined && { logicalPath }),
    inTransaction: attribute(attributes, 'runInTransaction')?.toLowerCase() !== 'false',
    repeatable: ['runOnChange', 'runAlways'].some(
      name => attribute(attributes, name)?.toLowerCase() === 'true',
    ),
  }
}

/** Where it names a changeset of another file, the line itself stays: as SQL it cannot be read, and that is told. */
function rollbackOf(
  { down, rollsBackTo: target }: OpenChangeset,
  all: readonly OpenChangeset[],
): Rollback | undefined {
  const other =
    target &&
    all.find(
      ({ id, author }) => id === target.id && (target.author === undefined || author === target.author),
    )
  if (other !== undefined) return { sections: filled(other.up), holes: [] }
  return down && { sections: down.sections, holes: down.holes }
}

function filled(sections: readonly Section[]): readonly Section[] {
  return sections.filter(([start, end]) => end > start)
}

/** Returns whether the next line is inside a rollback comment. */
function addLine(changeset: OpenChangeset, { text, start, end }: Line, inRollback: boolean): boolean {
  const rollback = rollbackLine.exec(text)
  if (!inRollback && rollback === null && !rollbackStart.test(text)) {
    addCode(changeset.up, start, end, delimiterAt(text, endDelimiter(changeset)))
    return false
  }
  changeset.down ??= { sections: [], holes: [], isCut: true }
  if (inRollback) {
    const closed = text.trimEnd().endsWith('*/')
    const last = closed ? start + text.lastIndexOf('*/') : end
    if (text.slice(0, last - start).trim() !== '') extend(changeset.down.sections, start, last)
    return !closed
  }
  if (rollback === null) {
    changeset.down.isCut = true
    return true
  }
  const [, prefix = '', sql = ''] = rollback
  if (!noRollback.test(sql)) addRollback(changeset, sql, start + prefix.length, end)
  return false
}

/** The lines are one script: only their comment markers are taken out. */
function addRollback(changeset: OpenChangeset, sql: string, start: number, end: number): void {
  const { down, attributes } = changeset
  if (down === undefined) return
  const id = otherChangeset.exec(sql)?.[1]
  if (id !== undefined) changeset.rollsBackTo = { id, author: /\bchangesetAuthor:(\S+)/i.exec(sql)?.[1] }
  const cut = delimiterAt(sql, attribute(attributes, 'rollbackEndDelimiter') ?? endDelimiter(changeset))
  const last = down.sections.at(-1)
  const codeEnd = cut === undefined ? end : start + cut
  if (last === undefined || down.isCut) down.sections.push([start, codeEnd])
  else {
    down.holes.push([last[1], start])
    down.sections[down.sections.length - 1] = [last[0], codeEnd]
  }
  down.isCut = cut !== undefined
}

function openChangeset(line: string): OpenChangeset | undefined {
  const found = header.exec(line)
  if (found === null) return undefined
  const [, author = '', id = '', attributes = ''] = found
  return { author: unquoted(author.trim()), id: unquoted(id), attributes, up: [], down: undefined }
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}:\\s*("[^"]*"|\\S+)`, 'i').exec(attributes)?.[1]
  return found === undefined ? undefined : unquoted(found)
}

function endDelimiter({ attributes }: OpenChangeset): string | undefined {
  return plainDelimiter(attribute(attributes, 'endDelimiter'))
}

function addCode(sections: Section[], start: number, end: number, cut: number | undefined): void {
  if (cut === undefined) extend(sections, start, end)
  else {
    extend(sections, start, start + cut)
    sections.push([end, end])
  }
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

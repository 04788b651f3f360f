import type { Finding, Severity, Suggestion } from '../rules/finding.ts'
import { codeFrame } from './code-frame.ts'
import { displayWidth } from './display-width.ts'
import type { Paint, Style } from './paint.ts'
import { visible } from './visible-text.ts'
import { wrap } from './wrap.ts'

/** What the reader has been told already, so that it is not said again. */
export interface Told {
  readonly why: Set<string>
  readonly instead: Set<string>
  readonly frames: Set<string>
  place: string
}

export interface FindingLayout {
  readonly width: number
  readonly paint: Paint
  /** The text of the finding's file, where it is known. */
  readonly source: string | undefined
  /** One sentence of the rule's own; absent for a rule that the report does not know. */
  readonly why: string | undefined
  /** Columns for `line:column`. */
  readonly placeWidth: number
}

const severityStyle: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' }
const severityWidth = 'warning'.length
const indent = 5

/** Few enough that a screen holds several. */
const mostLines = 6
const mostScriptLines = 5

export function findingLines(finding: Finding, layout: FindingLayout, told: Told): readonly string[] {
  const lines = [...headline(finding, layout), ...frameLines(finding, layout, told)]
  const why = advice('why', layout.why ?? '', finding.ruleId, told.why, 1, layout)
  const sql = suggestion(finding, layout)
  const room = Math.max(1, mostLines - lines.length - why.length - sql.length)
  const instead = advice('instead', finding.instead, finding.instead, told.instead, Math.min(2, room), layout)
  return [...lines, ...why, ...instead, ...sql]
}

/** `3:1`, or two dashes for what is about the whole file. */
export function placeOf({ location }: Finding): string {
  return location ? `${location.line}:${location.column}` : '──'
}

/** Padded, so that messages stand below each other. */
export function severityLabel(severity: Severity, paint: Paint): string {
  return paint(severityStyle[severity], severity.padEnd(severityWidth))
}

function headline(finding: Finding, { width, paint, placeWidth }: FindingLayout): readonly string[] {
  const margin = 2 + placeWidth + 2 + severityWidth + 2
  const lines = wrap(visible(finding.message), width - margin)
  const rule = visible(finding.ruleId)
  const place = placeOf(finding).padStart(placeWidth)
  const severity = severityLabel(finding.severity, paint)
  const free = width - margin - displayWidth(lines.at(-1) ?? '') - displayWidth(rule)
  const body = lines.map((line, index) =>
    index === 0 ? `  ${paint('dim', place)}  ${severity}  ${line}` : ' '.repeat(margin) + line,
  )
  if (free < 2)
    return [...body, ' '.repeat(Math.max(margin, width - displayWidth(rule))) + paint('dim', rule)]
  return [...body.slice(0, -1), `${body.at(-1)}${' '.repeat(free)}${paint('dim', rule)}`]
}

function frameLines(
  finding: Finding,
  { source, paint, width }: FindingLayout,
  told: Told,
): readonly string[] {
  const { location, severity, file } = finding
  // Remarks are many and urgent to nobody: a line each.
  if (location === undefined || source === undefined || severity === 'info') return []
  const place = JSON.stringify([file, location])
  if (told.place === place) return []
  told.place = place
  const gutter = Math.max(indent + 1, String(location.endLine).length + 3)
  const frame = codeFrame(source, location, width - gutter - 3)
  // Forty files that say `-- nothing to do` are shown once.
  const same = JSON.stringify([finding.ruleId, frame])
  if (told.frames.has(same)) return []
  told.frames.add(same)
  return frame.map(({ number, text, kind }) => {
    const left = paint('dim', `${String(number ?? '').padStart(gutter)} │ `)
    if (kind === 'carets') return left + paint(severityStyle[severity], text)
    return left + (kind === 'more' ? paint('dim', text) : text)
  })
}

/** One piece of advice in few lines, unless `key` says that it stands above already. */
function advice(
  label: string,
  text: string,
  key: string,
  told: Set<string>,
  most: number,
  { width, paint }: FindingLayout,
): readonly string[] {
  if (text === '' || told.has(key)) return []
  told.add(key)
  const margin = indent + label.length + 2
  const wrapped = wrap(visible(text), width - margin - 2)
  const lines = wrapped
    .slice(0, most)
    .map((line, index) => (index === most - 1 && wrapped.length > most ? `${line} …` : line))
  return lines.map((line, index) =>
    index === 0 ? `${' '.repeat(indent)}${paint('dim', `${label}:`)} ${line}` : ' '.repeat(margin) + line,
  )
}

/** SQL of few lines that fit; longer ones are in the other formats. */
function suggestion(finding: Finding, { width, paint }: FindingLayout): readonly string[] {
  const { suggestion } = finding
  if (suggestion === undefined) return []
  if (suggestion.as !== undefined) return scriptLines(suggestion, { width, paint })
  const lines = [suggestion, ...(suggestion.later ?? [])].map(({ sql }, index) => ({
    label: index === 0 ? 'try:' : 'then:',
    sql: sql.trim(),
  }))
  const fits = ({ label, sql }: { readonly label: string; readonly sql: string }): boolean =>
    sql !== '' && !sql.includes('\n') && indent + label.length + 1 + displayWidth(sql) <= width
  if (!lines.every(fits)) return []
  return lines.map(({ label, sql }) => `${' '.repeat(indent)}${paint('dim', label)} ${visible(sql)}`)
}

/** The first lines of a down script; the rest is in the other formats. */
function scriptLines(
  { sql }: Suggestion,
  { width, paint }: Pick<FindingLayout, 'width' | 'paint'>,
): readonly string[] {
  const margin = indent + 'down: '.length
  const lines = sql
    .trim()
    .split('\n')
    .map(line => visible(line))
    .flatMap(line => (margin + displayWidth(line) <= width ? [line] : wrap(line, width - margin)))
  const shown = lines.length > mostScriptLines ? lines.slice(0, mostScriptLines - 1) : lines
  const left = lines.length - shown.length
  return [
    ...shown,
    ...(left === 0 ? [] : [paint('dim', `… and ${left} more lines: --format json has all`)]),
  ].map((line, index) =>
    index === 0 ? `${' '.repeat(indent)}${paint('dim', 'down:')} ${line}` : ' '.repeat(margin) + line,
  )
}

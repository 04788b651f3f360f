import type { Report } from '../report/report.ts'
import { tool } from '../report/tool.ts'
import type { Finding } from '../rules/finding.ts'
import { byDanger } from '../scoring/by-danger.ts'
import { displayWidth } from './display-width.ts'
import { type Paint, painter } from './paint.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { type FindingLayout, findingLines, placeOf, type Told } from './text-finding.ts'
import { type Repeated, repeatedFindings, repeatedLines } from './text-repeated.ts'
import { summaryLines } from './text-summary.ts'
import { visible } from './visible-text.ts'
import { whyInShort } from './why-in-short.ts'
import { wrap } from './wrap.ts'

export const text: Reporter = {
  name: 'text',
  title: 'for people (default)',
  document: false,
  render(report, options) {
    if (options.quiet === true && report.verdict === 'pass') return ''
    const width = Math.min(Math.max(options.width, narrowest), widest)
    const paint = painter(options.color)
    return [
      ...head(report, width),
      '',
      ...findingLinesOf(report, { ...options, width }, paint),
      ...summaryLines(report, width, paint),
    ]
      .map(line => `${withoutCommand(line)}\n`)
      .join('')
  },
}

const narrowest = 60
const widest = 160
const mostFindings = 50

/** On one line if it fits. */
function head({ detected }: Report, width: number): readonly string[] {
  const parts = [`${tool.name} ${tool.version}`, ...detected.map(part => visible(part))]
  const line = parts.join(' · ')
  return displayWidth(line) <= width ? [line] : parts.flatMap(part => wrap(part, width))
}

/** The most dangerous file first; what is said of many files alike comes after them, once. */
function findingLinesOf(report: Report, options: ReporterOptions, paint: Paint): readonly string[] {
  const all = [...report.migrations.flatMap(migration => migration.findings), ...report.findings]
    .filter(finding => finding.suppressed === undefined)
    .filter(finding => options.quiet !== true || finding.severity === 'error')
  const repeated = repeatedFindings(all, report)
  const single = withoutAll(
    all,
    repeated.flatMap(({ findings }) => findings),
  )
  const shown = single.toSorted(byDanger).slice(0, mostFindings)
  const hidden = single.length - shown.length
  return [
    ...fileLines(shown, report, options, paint),
    ...repeatedBlock(repeated, { ...options, paint }),
    ...(all.length === 0
      ? []
      : [paint('dim', 'migration-lint explain <rule> says more about each of them'), '']),
    ...(hidden === 0
      ? []
      : [`${hidden} more ${hidden === 1 ? 'finding' : 'findings'}: use --format json to see them all`, '']),
  ]
}

function fileLines(
  findings: readonly Finding[],
  report: Report,
  { width }: ReporterOptions,
  paint: Paint,
): readonly string[] {
  const sources = Object.assign({}, ...report.migrations.map(migration => migration.sources))
  const why = new Map(report.rules.map(rule => [rule.id, whyInShort(rule.why, report.dialect)]))
  const told: Told = { why: new Set(), instead: new Set(), frames: new Set(), place: '' }
  const lines: string[] = []
  for (const [file, inFile] of byFile(findings)) {
    const placeWidth = Math.max(...inFile.map(finding => placeOf(finding).length))
    const source: string | undefined = sources[file]
    lines.push(paint('bold', visible(file)))
    for (const finding of inFile.toSorted(byPlace)) {
      const layout = { width, paint, source, why: why.get(finding.ruleId), placeWidth }
      lines.push(...findingLines(finding, layout, told))
    }
    lines.push('')
  }
  return lines
}

function repeatedBlock(
  repeated: readonly Repeated[],
  layout: Pick<FindingLayout, 'width' | 'paint'>,
): readonly string[] {
  if (repeated.length === 0) return []
  return [layout.paint('bold', 'in many files'), ...repeated.flatMap(one => repeatedLines(one, layout)), '']
}

function withoutAll(findings: readonly Finding[], removed: readonly Finding[]): readonly Finding[] {
  const gone = new Set(removed)
  return findings.filter(finding => !gone.has(finding))
}

function byPlace(a: Finding, b: Finding): number {
  return (
    (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0)
  )
}

/** In the order in which the files come first. */
function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const list = files.get(finding.file)
    if (list) list.push(finding)
    else files.set(finding.file, [finding])
  }
  return files
}

/** GitHub Actions takes a line that starts with `::`, white space aside, for a command. */
function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a')
}

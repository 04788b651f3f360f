import type { Report, RuleReport } from '../report/report.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import { displayWidth } from './display-width.ts'
import { type FindingLayout, severityLabel } from './text-finding.ts'
import { visible } from './visible-text.ts'
import { wrap } from './wrap.ts'

/** Said of more migrations than this, the same sentence becomes one entry with their names. */
const mostRepetitions = 3
const mostNames = 3

const severities: readonly Severity[] = ['error', 'warning', 'info']

export interface Repeated {
  readonly rule: RuleReport
  readonly findings: readonly Finding[]
}

/**
 * What one rule says of many scripts as a whole (`the down script does nothing`) and remarks: told once, with the
 * names. Everything about a single statement keeps its own place.
 */
export function repeatedFindings(findings: readonly Finding[], { rules }: Report): readonly Repeated[] {
  return rules.flatMap(rule =>
    severities.flatMap(severity => {
      const isToldTogether = rule.category === 'reversibility' || severity === 'info'
      const same = findings.filter(each => each.ruleId === rule.id && each.severity === severity)
      return isToldTogether && new Set(same.map(({ file }) => file)).size > mostRepetitions
        ? [{ rule, findings: same }]
        : []
    }),
  )
}

export function repeatedLines(
  { rule, findings }: Repeated,
  { width, paint }: Pick<FindingLayout, 'width' | 'paint'>,
): readonly string[] {
  const [first] = findings
  if (first === undefined) return []
  const margin = 11
  const files = [...new Set(findings.map(({ file }) => file))]
  const folder = sharedFolder(files)
  const rest = files.length - mostNames
  const names = [
    ...files.slice(0, mostNames).map(file => visible(file.slice(folder.length))),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ].join(', ')
  const id = visible(rule.id)
  const title = `${rule.title} (${files.length} files)`
  const free = width - margin - displayWidth(title) - displayWidth(id)
  return [
    ...(free >= 2
      ? [`  ${severityLabel(first.severity, paint)}  ${title}${' '.repeat(free)}${paint('dim', id)}`]
      : [
          ...wrap(title, width - margin).map((line, index) =>
            index === 0 ? `  ${severityLabel(first.severity, paint)}  ${line}` : ' '.repeat(margin) + line,
          ),
          ' '.repeat(Math.max(margin, width - displayWidth(id))) + paint('dim', id),
        ]),
    ...wrap(names, width - margin).map(line => ' '.repeat(margin) + paint('dim', line)),
    ...wrap(`instead: ${visible(rule.instead)}`, width - margin)
      .slice(0, 2)
      .map(line => ' '.repeat(margin) + line),
    ...writtenDowns(findings).map(line => ' '.repeat(margin) + line),
  ]
}

/** With its slash; empty where the files share none. */
function sharedFolder([first = '', ...others]: readonly string[]): string {
  let folder = first.slice(0, first.lastIndexOf('/') + 1)
  while (!others.every(file => file.startsWith(folder)))
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
  return folder
}

/** Each has its down script in the formats that have room for it. */
function writtenDowns(findings: readonly Finding[]): readonly string[] {
  const written = findings.filter(({ suggestion }) => suggestion?.as !== undefined).length
  return written === 0 ? [] : [`down: written for ${written} of them, in --format json`]
}

import { Positions } from '../lexer/positions.ts'
import type { Finding } from '../rules/finding.ts'
import type { CommentedSource } from './commented-source.ts'
import { type Directive, parseDirective } from './directive.ts'
import { scriptComments } from './script-comments.ts'
import { enablesOfNothing, type SuppressedLines, suppressedLines } from './suppressed-lines.ts'
import type { SuppressionOptions } from './suppression-options.ts'
import { type Report, reporter, suppressionProblems, uselessDirectives } from './suppression-problems.ts'

export interface Suppressed {
  /** All of them; the silenced ones say by what. */
  readonly findings: readonly Finding[]
  /** What is wrong with the comments themselves. */
  readonly problems: readonly Finding[]
}

export function applySuppressions(
  findings: readonly Finding[],
  sources: readonly CommentedSource[],
  options: SuppressionOptions,
): Suppressed {
  const regions = sources.map(source => ({ source, ...readDirectives(source) }))
  const linesOf = new Map(regions.map(({ source, lines }) => [source.file, lines]))
  const used = new Map<SuppressedLines, Set<string>>()
  const marked = findings.map(finding => {
    const lines = (linesOf.get(finding.file) ?? []).filter(candidate => silences(candidate, finding))
    for (const each of lines) used.set(each, (used.get(each) ?? new Set()).add(finding.ruleId))
    const [first] = lines
    return first === undefined ? finding : withSuppression(finding, first)
  })
  const problems = regions.flatMap(({ source, directives, lines, positions }) => {
    const reportOn = ({ comment }: Directive): Report =>
      reporter(source, comment, positions.at(comment.start), options)
    return [
      ...lines.flatMap(each =>
        suppressionProblems(each, used.get(each) ?? new Set(), reportOn(each.directive), options),
      ),
      ...uselessDirectives(directives, enablesOfNothing(directives), reportOn),
    ]
  })
  return { findings: marked, problems }
}

interface Directives {
  readonly directives: readonly Directive[]
  readonly lines: readonly SuppressedLines[]
  readonly positions: Positions
}

function readDirectives({ file, source, lexical }: CommentedSource): Directives {
  // Most files have none: then there is nothing to scan.
  const isSilent = !/migration-lint-/i.test(source)
  const comments = isSilent ? [] : scriptComments(file, source, lexical)
  const directives = comments.flatMap(comment => parseDirective(comment) ?? [])
  const positions = new Positions(isSilent ? '' : source)
  return { directives, lines: suppressedLines(directives, comments, source, positions), positions }
}

function silences(
  { directive, from, lastLineFor, wholeFile }: SuppressedLines,
  { ruleId, location }: Finding,
): boolean {
  if (directive.rules.length > 0 && !directive.rules.includes(ruleId)) return false
  if (wholeFile) return true
  if (location === undefined) return false
  const lastLine =
    location.endColumn === 1 && location.endLine > location.line ? location.endLine - 1 : location.endLine
  return location.line <= lastLineFor(ruleId) && lastLine >= from
}

function withSuppression(finding: Finding, { directive, position }: SuppressedLines): Finding {
  const { reason } = directive
  const by = `migration-lint-${directive.kind} in line ${position.line}`
  return { ...finding, suppressed: reason === undefined ? { by } : { by, reason } }
}

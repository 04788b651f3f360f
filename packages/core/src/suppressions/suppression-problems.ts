import { closestName } from '../did-you-mean.ts'
import type { Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import { activeRules } from '../rules/rule-settings.ts'
import { toFindings } from '../rules/to-finding.ts'
import type { CommentedSource, SuppressionOptions } from './apply-suppressions.ts'
import type { SuppressedLines } from './suppressed-lines.ts'

/** A name that no rule has, a comment that silences nothing, a reason that is required and missing. */
export function suppressionProblems(
  lines: SuppressedLines,
  used: ReadonlySet<string>,
  source: CommentedSource,
  options: SuppressionOptions,
): readonly Finding[] {
  const { directive } = lines
  const ids = options.rules.map(rule => rule.id)
  const unknown = directive.rules.filter(id => !ids.includes(id))
  const unused =
    directive.rules.length === 0
      ? used.size === 0
        ? ['any rule']
        : []
      : directive.rules.filter(id => ids.includes(id) && !used.has(id))
  return [
    ...unknown.flatMap(id =>
      problem('unknown-suppressed-rule', unknownRule(id, ids), lines, source, options),
    ),
    ...unused.flatMap(id =>
      problem(
        'unused-suppression',
        `This comment silences ${id}, which says nothing here.`,
        lines,
        source,
        options,
      ),
    ),
    ...(options.requireReason === true && directive.reason === undefined
      ? problem(
          'suppression-without-reason',
          'This comment silences a finding and does not say why.',
          lines,
          source,
          options,
        )
      : []),
  ]
}

function unknownRule(id: string, ids: readonly string[]): string {
  const near = closestName(id, ids)
  return `There is no rule "${id}"${near === undefined ? '' : `; did you mean "${near}"?`}${near === undefined ? '.' : ''}`
}

function problem(
  ruleId: string,
  message: string,
  { directive, position }: SuppressedLines,
  { file, direction }: CommentedSource,
  { rules, settings = {} }: SuppressionOptions,
): readonly Finding[] {
  const rule: Rule | undefined = rules.find(candidate => candidate.id === ruleId)
  const [active] = rule === undefined ? [] : activeRules([rule], settings)
  if (active === undefined) return []
  const { text } = directive.comment
  const newLines = text.split('\n')
  const location = {
    ...position,
    endLine: position.line + newLines.length - 1,
    endColumn: newLines.length === 1 ? position.column + text.length : (newLines.at(-1) ?? '').length + 1,
  }
  return toFindings({ message, at: { file, direction, location, statement: text } }, active, {
    file,
    direction,
  })
}

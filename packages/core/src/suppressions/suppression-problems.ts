import { closestName } from '../did-you-mean.ts'
import type { Position } from '../lexer/positions.ts'
import type { Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import { activeRules } from '../rules/running/rule-settings.ts'
import { toFindings } from '../rules/running/to-finding.ts'
import { listWords } from '../rules/wording/list-words.ts'
import type { CommentedSource } from './commented-source.ts'
import { type Directive, directiveKinds } from './directive.ts'
import type { SuppressedLines } from './suppressed-lines.ts'
import type { SuppressionOptions } from './suppression-options.ts'

/** Says one thing about one comment. */
export type Report = (ruleId: string, message: string, severity?: 'error') => readonly Finding[]

/** A name that no rule has, a comment that silences nothing, a reason that is missing. */
export function suppressionProblems(
  { directive }: SuppressedLines,
  used: ReadonlySet<string>,
  report: Report,
  { rules, requireReason }: SuppressionOptions,
): readonly Finding[] {
  const ids = rules.map(rule => rule.id)
  const unknown = directive.rules.filter(id => !ids.includes(id))
  const unused =
    directive.rules.length === 0
      ? used.size === 0
        ? ['any rule']
        : []
      : directive.rules.filter(id => ids.includes(id) && !used.has(id))
  return [
    ...(unknown.length === 0 ? [] : report('unknown-suppressed-rule', unknownRules(unknown, ids))),
    ...unused.flatMap(id =>
      report('unused-suppression', `This comment silences ${id}, which says nothing here.`),
    ),
    // One that silences nothing needs no reason, it needs to go; unknown names may be the reason.
    ...(directive.reason === undefined && used.size > 0 && unknown.length === 0
      ? report(
          'suppression-without-reason',
          'This comment silences a finding and does not say why.',
          ...(requireReason === true ? (['error'] as const) : []),
        )
      : []),
  ]
}

function unknownRules(names: readonly string[], ids: readonly string[]): string {
  const [first = ''] = names
  if (names.length > 1) {
    return `There are no rules ${listWords(names.map(name => `"${name}"`))}; a reason stands behind two dashes, as in drop-column -- the reason.`
  }
  const near = closestName(first, ids)
  return `There is no rule "${first}"${near === undefined ? '.' : `; did you mean "${near}"?`}`
}

/** `migration-lint-disable-nextline`, and an enable without a disable before it. */
export function uselessDirectives(
  directives: readonly Directive[],
  enables: readonly Directive[],
  reportOn: (directive: Directive) => Report,
): readonly Finding[] {
  return directives.flatMap(directive => {
    if (directive.kind === undefined) return reportOn(directive)('unused-suppression', unknownWord(directive))
    return enables.includes(directive)
      ? reportOn(directive)('unused-suppression', 'This comment ends nothing: no disable stands before it.')
      : []
  })
}

function unknownWord({ word }: Directive): string {
  const near = closestName(word, directiveKinds)
  return `This comment silences nothing: there is no "migration-lint-${word}"${near === undefined ? '.' : `; did you mean "migration-lint-${near}"?`}`
}

export function reporter(
  { file, direction }: CommentedSource,
  { text }: Directive['comment'],
  position: Position,
  { rules, settings = {} }: SuppressionOptions,
): Report {
  return (ruleId, message, severity) => {
    const rule: Rule | undefined = rules.find(candidate => candidate.id === ruleId)
    const [active] = rule === undefined ? [] : activeRules([rule], settings)
    if (active === undefined) return []
    const lines = text.split('\n')
    const location = {
      ...position,
      endLine: position.line + lines.length - 1,
      endColumn: lines.length === 1 ? position.column + text.length : (lines.at(-1) ?? '').length + 1,
    }
    const at = { file, direction, location, statement: text }
    return toFindings({ message, at, ...(severity && { severity }) }, active, { file, direction })
  }
}

import type { PolicyOutcome } from '../policy/policy.ts'
import type { Report, Summary } from '../report/report.ts'
import type { RiskLevel, RiskPart } from '../scoring/risk.ts'
import type { Paint, Style } from './paint.ts'
import { visible } from './visible-text.ts'
import { wrap } from './wrap.ts'

/** Policy, counts, coverage, risk, verdict: what a reader looks at last, and often first. */
export function summaryLines(report: Report, width: number, paint: Paint): readonly string[] {
  return [
    ...policyLines(report, width, paint),
    ...report.notChecked.flatMap(({ reason }) => wrap(`not checked: ${visible(reason)}`, width)),
    ...countLines(report).flatMap(line => wrap(line, width)),
    ...riskLines(report, width, paint),
    ...verdictLines(report, width, paint),
  ]
}

const statusStyle: Readonly<Record<PolicyOutcome['status'], Style>> = {
  passed: 'green',
  overridden: 'yellow',
  'needs-approval': 'yellow',
  blocked: 'red',
}

function policyLines({ policy, environment }: Report, width: number, paint: Paint): readonly string[] {
  if (policy.length === 0) return []
  const statusWidth = Math.max(...policy.map(({ status }) => status.length))
  const idWidth = Math.max(...policy.map(({ id }) => id.length))
  const margin = 2 + statusWidth + 2 + idWidth + 2
  const lines = policy.flatMap(({ id, status, message }) =>
    wrap(visible(message), width - margin).map((line, index) => {
      if (index > 0) return ' '.repeat(margin) + line
      return `  ${paint(statusStyle[status], status.padEnd(statusWidth))}  ${id.padEnd(idWidth)}  ${line}`
    }),
  )
  return [
    paint('bold', `policy${environment === undefined ? '' : ` of ${visible(environment)}`}`),
    ...lines,
    '',
  ]
}

function countLines({ summary, migrations, findings }: Report): readonly string[] {
  const withFindings = migrations.filter(one => one.findings.some(finding => !finding.suppressed)).length
  const places = `${withFindings} of ${count(summary.pending, 'pending migration')}`
  // What could not be read leaves the grade open, and what is missing all the same is told.
  const broken = migrations.filter(
    ({ reversibility: { grade, differences } }) =>
      differences.length > 0 && (grade === 'broken' || grade === 'unknown'),
  ).length
  const none = summary.errors + summary.warnings + summary.infos === 0
  const found = none
    ? `no findings in ${count(summary.pending, 'pending migration')}`
    : `${counts(summary)} in ${places}`
  const deploy = findings.some(finding => !finding.suppressed) ? ', and in the deploy as a whole' : ''
  const silenced = summary.suppressed === 0 ? '' : ` (${summary.suppressed} suppressed)`
  return [
    `${found}${deploy}${silenced}`,
    `${count(summary.statements - summary.unread, 'statement')} read, ${summary.unread} unread`,
    `down scripts: ${summary.missingDown} missing, ${broken} that do not restore the schema`,
    `${count(summary.destructive, 'migration')} destroy${summary.destructive === 1 ? 's' : ''} data, ${summary.irreversible} cannot be undone completely`,
  ]
}

function counts({ errors, warnings, infos }: Summary): string {
  return [
    count(errors, 'error'),
    count(warnings, 'warning'),
    ...(infos === 0 ? [] : [count(infos, 'info')]),
  ].join(', ')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

const levelStyle: Readonly<Record<RiskLevel, Style>> = {
  none: 'green',
  low: 'green',
  medium: 'yellow',
  high: 'red',
  critical: 'red',
}
const topRules = 3

/** The parts by rule: forty migrations without a way back are one thing to say. */
function riskLines(report: Report, width: number, paint: Paint): readonly string[] {
  const { risk } = report
  const byRule = new Map<string, RiskPart[]>()
  for (const part of risk.parts) byRule.set(part.ruleId, [...(byRule.get(part.ruleId) ?? []), part])
  const rules = [...byRule.values()].sort((a, b) => pointsOf(b) - pointsOf(a))
  const rest = rules.slice(topRules)
  return [
    `risk: ${paint(levelStyle[risk.level], `${risk.level.toUpperCase()} ${risk.score}/100`)}`,
    ...rules
      .slice(0, topRules)
      .map(parts => partLine(pointsOf(parts), reasonOf(parts, countFindings(report, parts)), width)),
    ...(rest.length === 0 ? [] : [partLine(pointsOf(rest.flat()), count(rest.length, 'other rule'), width)]),
    '',
  ]
}

function pointsOf(parts: readonly RiskPart[]): number {
  return parts.reduce((sum, part) => sum + part.points, 0)
}

/** Of the rule of these parts: findings too small for a point of their own have no part. */
function countFindings({ migrations, findings }: Report, [part]: readonly RiskPart[]): number {
  const all = [...migrations.flatMap(migration => migration.findings), ...findings]
  return all.filter(finding => !finding.suppressed && finding.ruleId === part?.ruleId).length
}

function reasonOf([part]: readonly RiskPart[], findings: number): string {
  if (part === undefined) return ''
  const { ruleId, migration, why } = part
  if (findings > 1) return `${ruleId} · ${findings} findings`
  return `${ruleId} · ${migration === '' ? '' : `${migration}: `}${why}`
}

/** Cut where it does not fit: the finding itself stands above. */
function partLine(points: number, reason: string, width: number): string {
  const [line = '', ...more] = wrap(visible(reason), width - 10)
  return `${String(points).padStart(6)}  ${line}${more.length === 0 ? '' : ' …'}`
}

function verdictLines(
  { verdict, reasons, notChecked }: Report,
  width: number,
  paint: Paint,
): readonly string[] {
  if (verdict === 'pass') return [paint('green', '✔ pass (exit 0)')]
  return wrap(
    `✖ fail (exit ${notChecked.length === 0 ? 1 : 2}): ${reasons.map(reason => visible(reason)).join('; ')}`,
    width - 2,
  ).map((line, index) => paint('red', index === 0 ? line : `  ${line}`))
}

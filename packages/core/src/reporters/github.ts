import type { PolicyOutcome } from '../policy/policy.ts'
import type { Report } from '../report/report.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import { byDanger } from '../scoring/by-danger.ts'
import type { Reporter } from './reporter.ts'
import { visible } from './visible-text.ts'

/** Workflow commands that GitHub turns into annotations. It shows 10 errors, 10 warnings and 10 notices of a
 * step and drops the rest without a word, so the last of each says how many more there are. */
export const github: Reporter = {
  name: 'github',
  title: 'annotations for GitHub Actions',
  document: false,
  render: report =>
    annotationsOf(report)
      .map(line => `${line}\n`)
      .join(''),
}

const mostOfEach = 10

type Command = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly command: Command
  readonly properties: Readonly<Record<string, string | number>>
  readonly message: string
}

function annotationsOf(report: Report): readonly string[] {
  const findings = [...report.findings, ...report.migrations.flatMap(migration => migration.findings)]
  const annotations = [
    ...report.policy.flatMap(policyAnnotation),
    ...findings
      .filter(finding => !finding.suppressed)
      .sort(byDanger)
      .map(findingAnnotation),
  ]
  return (['error', 'warning', 'notice'] as const).flatMap(command =>
    limited(
      command,
      annotations.filter(annotation => annotation.command === command),
    ).map(workflowCommand),
  )
}

function policyAnnotation({ id, status, message }: PolicyOutcome): readonly Annotation[] {
  if (status !== 'blocked' && status !== 'needs-approval') return []
  return [{ command: 'error', properties: { title: `policy: ${id}` }, message }]
}

const commandOf: Readonly<Record<Severity, Command>> = { error: 'error', warning: 'warning', info: 'notice' }

function findingAnnotation({ ruleId, severity, message, instead, file, location }: Finding): Annotation {
  return {
    command: commandOf[severity],
    properties: {
      file,
      ...(location && { line: location.line, endLine: location.endLine }),
      // GitHub refuses columns for an annotation of more than one line.
      ...(location &&
        location.line === location.endLine && { col: location.column, endColumn: location.endColumn }),
      title: ruleId,
    },
    message: `${message}\n${instead}`,
  }
}

function limited(command: Command, annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= mostOfEach) return annotations
  const shown = annotations.slice(0, mostOfEach - 1)
  const more = annotations.length - shown.length
  return [
    ...shown,
    {
      command,
      properties: { title: 'migration-lint' },
      message: `and ${more} more: the log of this step has them all`,
    },
  ]
}

function workflowCommand({ command, properties, message }: Annotation): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${command} ${list.join(',')}::${escapeData(message)}`
}

/** GitHub Actions toolkit, `command.ts`: the percent sign first. */
function escapeData(text: string): string {
  return visible(text, '\n').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

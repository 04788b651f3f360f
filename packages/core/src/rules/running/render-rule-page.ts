import type { DialectName } from '../../migration/migration.ts'
import type { Finding } from '../finding.ts'
import type { AdvisedMigration, Example, Rule } from '../rule.ts'
import { oneLine } from '../wording/one-line.ts'

/** What a rule says of an example: shown under it, so that the page can be trusted. */
export type FindingsOf = (example: Example) => readonly Finding[]

const engineNames: Readonly<Record<DialectName, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
}

/** A rule's page in Markdown: docs/rules has it, and `explain` prints it. */
export function renderRulePage(rule: Rule, findingsOf: FindingsOf = () => []): string {
  return `${[
    `# ${rule.id}`,
    oneLine(rule.title),
    facts(rule),
    '## Why',
    oneLine(rule.why),
    '## Instead',
    oneLine(rule.instead),
    ...(rule.noSql === undefined ? [] : [`No SQL does that: ${rule.noSql}.`]),
    ...options(rule),
    '## Flagged',
    ...rule.examples.flagged.map(example => renderExample(rule, example, findingsOf(example))),
    '## Allowed',
    ...rule.examples.allowed.map(example => renderExample(rule, example, [])),
    ...sources(rule),
  ].join('\n\n')}\n`
}

/** The list of all rules, by category. */
export function renderRuleIndex(rules: readonly Rule[]): string {
  const categories = [...new Set(rules.map(rule => rule.category))].sort()
  const sections = categories.map(category =>
    [
      `## ${category}`,
      '| rule | severity | what it means |\n| --- | --- | --- |\n' +
        rules
          .filter(rule => rule.category === category)
          .map(rule => `| [${rule.id}](${rule.id}.md) | ${severity(rule)} | ${oneLine(rule.title)} |`)
          .join('\n'),
    ].join('\n\n'),
  )
  return `${['# Rules', `${rules.length} rules. A rule that is off by default is turned on in the config's \`rules\`.`, ...sections].join('\n\n')}\n`
}

function facts(rule: Rule): string {
  const directions = rule.directions ?? ['up']
  return `Category: ${rule.category} · severity: ${severity(rule)} · looks at: ${directions.join(' and ')}`
}

function severity(rule: Rule): string {
  return rule.optIn === true ? `${rule.severity}, off by default` : rule.severity
}

function options(rule: Rule): readonly string[] {
  if (rule.defaultOptions === undefined) return []
  return ['## Options', fenced('json', JSON.stringify(rule.defaultOptions, null, 2))]
}

function renderExample(rule: Rule, example: Example, findings: readonly Finding[]): string {
  // What is wrong with the files does not show in their text.
  if (rule.foundBy === 'layout') return `- ${example.title}`
  const engine = engineNames[example.dialect ?? 'postgres']
  return [
    `**${example.title}** (${engine}${example.dbVersion === undefined ? '' : ` ${example.dbVersion}`})`,
    fenced('sql', scripts(example)),
    ...(example.options === undefined ? [] : [`With the options \`${JSON.stringify(example.options)}\`.`]),
    ...findings.map(renderFinding),
    ...advice(example),
  ].join('\n\n')
}

function advice({ instead }: Example): readonly string[] {
  if (instead === undefined) return []
  if (typeof instead !== 'string' && 'noSql' in instead) return [`No SQL instead: ${instead.noSql}.`]
  if (typeof instead !== 'string' && 'knex' in instead) return ['Instead:', fenced('js', instead.knex.trim())]
  const migrations = Array.isArray(instead) ? instead : [instead as AdvisedMigration]
  return ['Instead:', fenced('sql', migrations.map(advisedScripts).join('\n'))]
}

function advisedScripts(migration: AdvisedMigration, index: number): string {
  const { up, down, transaction } =
    typeof migration === 'string' ? { up: migration, down: undefined, transaction: undefined } : migration
  const outside = transaction === 'none' ? ', outside a transaction' : ''
  return [
    `-- up${index === 0 ? '' : ' of a later migration'}${outside}\n${up.trim()}`,
    ...(down === undefined ? [] : [`-- down\n${down.trim()}`]),
  ].join('\n')
}

function scripts({ given, after, up, down, transaction, notes, declaredIrreversible }: Example): string {
  return [
    given === undefined ? undefined : `-- before\n${given.trim()}`,
    after === undefined ? undefined : `-- up of an earlier pending migration\n${after.up.trim()}`,
    after?.down === undefined ? undefined : `-- its down\n${after.down.trim()}`,
    `-- up${transaction === 'none' ? ', outside a transaction' : ''}\n${up.trim()}`,
    down === undefined ? undefined : `-- down\n${down.trim()}`,
    ...(notes ?? []).map(note => `-- read in the ${note.direction ?? 'up'} script: ${note.message}`),
    declaredIrreversible === undefined ? undefined : '-- declared to be irreversible',
  ]
    .filter(part => part !== undefined)
    .map(part => part.trimEnd())
    .join('\n')
}

function renderFinding(finding: Finding): string {
  const lines = [`> ${finding.severity}: ${finding.message}`]
  if (finding.suggestion !== undefined) {
    const { title, sql, later = [] } = finding.suggestion
    const migrations = [sql, ...later.map(each => `-- in a later migration\n${each.sql}`)].join('\n')
    lines.push('>', `> ${title}:`, '>', quoted(fenced('sql', migrations)))
  }
  return lines.join('\n')
}

function quoted(text: string): string {
  return `> ${text.replaceAll('\n', '\n> ')}`
}

function sources(rule: Rule): readonly string[] {
  if (rule.sources === undefined || rule.sources.length === 0) return []
  return ['## Sources', rule.sources.map(source => `- ${source}`).join('\n')]
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

import type { Effect } from '../dialects/dialect.ts'
import type { MigrationReport, Report, StatementReport } from '../report/report.ts'
import { tool } from '../report/tool.ts'
import type { Finding, SuggestedMigration, Suggestion } from '../rules/finding.ts'
import type { Risk, RiskPart } from '../scoring/risk.ts'
import type { Reporter } from './reporter.ts'

/** Keys stand in the order of the contract, whatever order the values were built in. Additions only. */
export const json: Reporter = {
  name: 'json',
  title: 'one object, for other tools',
  document: true,
  render: report => `${JSON.stringify(reportObject(report), null, 2)}\n`,
}

function reportObject({
  verdict,
  dialect,
  summary,
  risk,
  policy,
  migrations,
  findings,
  notChecked,
}: Report): object {
  return {
    version: 1,
    tool: { name: tool.name, version: tool.version },
    verdict,
    dialect,
    summary: {
      migrations: summary.migrations,
      pending: summary.pending,
      statements: summary.statements,
      unread: summary.unread,
      errors: summary.errors,
      warnings: summary.warnings,
      infos: summary.infos,
      suppressed: summary.suppressed,
      missingDown: summary.missingDown,
      irreversible: summary.irreversible,
      destructive: summary.destructive,
    },
    risk: riskObject(risk),
    policy: policy.map(({ id, status, message }) => ({ id, status, message })),
    migrations: migrations.map(migrationObject),
    findings: findings.filter(isJudged).map(findingObject),
    notChecked: notChecked.map(({ file, reason }) => ({ file, reason })),
  }
}

function riskObject({ score, level, parts }: Risk): object {
  return { score, level, parts: parts.map(partObject) }
}

function partObject({ points, ruleId, migration, why }: RiskPart): object {
  return { points, ruleId, migration, why }
}

function migrationObject(migration: MigrationReport): object {
  const { grade, lost, differences } = migration.reversibility
  return {
    name: migration.name,
    file: migration.file,
    downFile: migration.downFile,
    layout: migration.layout,
    dialect: migration.dialect,
    pending: migration.pending,
    risk: riskObject(migration.risk),
    reversibility: { grade, lost, differences },
    statements: migration.statements.map(statementObject),
    findings: migration.findings.filter(isJudged).map(findingObject),
  }
}

function statementObject({
  direction,
  location,
  reading,
  operations,
  effects,
  conditions,
  approximate,
}: StatementReport): object {
  const { line, column, endLine, endColumn, file } = location
  return {
    direction,
    line,
    column,
    endLine,
    endColumn,
    reading,
    operations,
    effects: effects.map(effectObject),
    ...present({ conditions, approximate, file }),
  }
}

function effectObject({
  table,
  lock,
  blocksReads,
  blocksWrites,
  rewrite,
  scan,
  algorithm,
  lockClause,
}: Effect): object {
  return { table, lock, blocksReads, blocksWrites, rewrite, scan, ...present({ algorithm, lockClause }) }
}

/** Suppressed ones are counted in the summary alone: who sums up the list gets the same numbers. */
function isJudged(finding: Finding): boolean {
  return finding.suppressed === undefined
}

function findingObject(finding: Finding): object {
  const { location, lock, suggestion } = finding
  return {
    ruleId: finding.ruleId,
    category: finding.category,
    severity: finding.severity,
    direction: finding.direction,
    message: finding.message,
    instead: finding.instead,
    file: finding.file,
    ...present({
      line: location?.line,
      column: location?.column,
      endLine: location?.endLine,
      endColumn: location?.endColumn,
      statement: finding.statement,
    }),
    objects: finding.objects,
    ...present({
      lock: lock && { mode: lock.mode, table: lock.table, rewrite: lock.rewrite, blocks: lock.blocks },
      suggestion: suggestion && suggestionObject(suggestion),
      approximate: finding.approximate,
    }),
  }
}

function suggestionObject({ title, later, ...first }: Suggestion): object {
  return { title, ...suggested(first), ...present({ later: later?.map(suggested) }) }
}

function suggested({ sql, outsideTransaction }: SuggestedMigration): object {
  return { sql, ...present({ outsideTransaction }) }
}

/** Optional keys are absent when there is nothing to say. */
function present(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

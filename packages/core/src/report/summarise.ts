import type { Finding, Severity } from '../rules/finding.ts'
import type { MigrationReport, Summary } from './report.ts'

/** Counts of the pending migrations (`all` counts the applied ones too) and of the findings that are not suppressed. */
export function summarise(
  all: number,
  migrations: readonly MigrationReport[],
  deploy: readonly Finding[],
): Summary {
  const findings = [...migrations.flatMap(migration => migration.findings), ...deploy]
  const statements = migrations.flatMap(migration => migration.statements)
  const judged = findings.filter(finding => finding.suppressed === undefined)
  const ofSeverity = (severity: Severity) => judged.filter(finding => finding.severity === severity).length
  return {
    migrations: all,
    pending: migrations.length,
    statements: statements.length,
    unread: statements.filter(({ reading }) => reading === 'partial' || reading === 'unknown').length,
    errors: ofSeverity('error'),
    warnings: ofSeverity('warning'),
    infos: ofSeverity('info'),
    suppressed: findings.length - judged.length,
    missingDown: migrations.filter(({ reversibility }) => reversibility.grade === 'missing').length,
    irreversible: migrations.filter(isIrreversible).length,
    destructive: migrations.filter(isDestructive).length,
  }
}

/** Something is gone for good, or the author or the down script says that there is no way back. */
function isIrreversible({ reversibility: { grade, lost } }: MigrationReport): boolean {
  return grade === 'irreversible' || lost.length > 0
}

/** Silencing a finding does not bring the rows back. */
function isDestructive({ findings }: MigrationReport): boolean {
  return findings.some(({ category, direction }) => category === 'data-loss' && direction === 'up')
}

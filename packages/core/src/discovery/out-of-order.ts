import type { LayoutProblem, MigrationFile } from '../layouts/layout.ts'
import type { FoundMigrations } from './found-migrations.ts'

/** Pending migrations that sort before an applied one, with what the layout's runner does then. */
export function outOfOrder(
  { layout, migrations, isOrderUnknown }: Pick<FoundMigrations, 'layout' | 'migrations' | 'isOrderUnknown'>,
  applied: ReadonlySet<MigrationFile>,
): readonly LayoutProblem[] {
  if (isOrderUnknown) return []
  const counted = migrations.filter(migration => migration.repeatable !== true)
  const last = lastOf(
    counted.filter(migration => applied.has(migration)),
    counted,
  )
  if (last === undefined) return []
  return counted
    .filter(migration => !applied.has(migration))
    .filter(migration => position(migration, counted) < position(last, counted))
    .map(migration => ({
      ruleId: 'out-of-order',
      file: migration.file,
      message: `${migration.name} comes before ${last.name}, which is already applied. ${layout.outOfOrder.message}`,
      severity: layout.outOfOrder.behaviour === 'runs-late' ? 'warning' : 'error',
    }))
}

function lastOf(applied: readonly MigrationFile[], all: readonly MigrationFile[]): MigrationFile | undefined {
  return applied.toSorted((first, second) => position(first, all) - position(second, all)).at(-1)
}

function position(migration: MigrationFile, all: readonly MigrationFile[]): number {
  return migration.sequence ?? all.indexOf(migration)
}

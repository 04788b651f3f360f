import type { Layout, LayoutProblem, MigrationFile } from '../layouts/layout.ts'
import { baseName, stemOf } from '../layouts/path-names.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { outOfOrder } from './out-of-order.ts'

export interface PendingMigration extends MigrationFile {
  /** Pending migrations are judged; the others are only replayed. */
  readonly pending: boolean
}

export interface MarkedMigrations {
  readonly migrations: readonly PendingMigration[]
  /** Found on the way, besides those of the layout itself. */
  readonly problems: readonly LayoutProblem[]
  /** `pending: 3 of 47 (not in the list of applied migrations)`. */
  readonly detected: string
}

/** Nobody said what is applied: all of them are judged. */
export function allPending(found: FoundMigrations): MarkedMigrations {
  return {
    migrations: splitBatches(found.migrations.map(migration => ({ ...migration, pending: true }))),
    problems: [],
    detected: `pending: all ${found.migrations.length}`,
  }
}

/** By the names that the history table holds. */
export function pendingByApplied(found: FoundMigrations, names: readonly string[]): MarkedMigrations {
  const { applied, unknown } = matchNames(found, names)
  const migrations = found.migrations.map(migration => ({ ...migration, pending: !applied.has(migration) }))
  const pending = migrations.filter(migration => migration.pending)
  return {
    migrations: splitBatches(migrations),
    problems: [...outOfOrder(found, applied), ...unknown.map(name => missingFile(name, found))],
    detected: `pending: ${pending.length} of ${migrations.length} (not in the list of applied migrations)`,
  }
}

/**
 * Knex 3.3: a pending file that asks for no transaction takes the shared one from all the others too; each of
 * them then runs in its own.
 */
export function splitBatches(migrations: readonly PendingMigration[]): readonly PendingMigration[] {
  const isSplit = migrations.some(({ pending, up }) => pending && up.transaction === 'none')
  if (!isSplit) return migrations
  return migrations.map(migration => ({
    ...migration,
    up: alone(migration.up),
    ...(migration.down && { down: alone(migration.down) }),
  }))
}

function alone(source: MigrationFile['up']): MigrationFile['up'] {
  return source.transaction === 'batch' ? { ...source, transaction: 'script' } : source
}

function matchNames(
  found: FoundMigrations,
  names: readonly string[],
): { readonly applied: ReadonlySet<MigrationFile>; readonly unknown: readonly string[] } {
  const unknown: string[] = []
  const exact = new Set(found.migrations.map(({ name }) => name))
  const others = aliases(found)
  const meant = new Set<string>()
  for (const name of names) {
    const known = exact.has(name) ? name : others.get(name)?.name
    if (known === undefined) unknown.push(name)
    else meant.add(known)
  }
  // The history does not tell those of one name apart.
  const applied = new Set(found.migrations.filter(({ name }) => meant.has(name)))
  return { applied: upToLast(found, applied), unknown }
}

/** Status commands print files where the table holds versions, and the other way round. */
function aliases({ migrations, layout }: FoundMigrations): ReadonlyMap<string, MigrationFile> {
  const found = new Map<string, MigrationFile | undefined>()
  for (const migration of migrations) {
    const { name, file } = migration
    const others = layout.otherNames?.(migration) ?? []
    for (const alias of new Set([file, baseName(file), stemOf(file), name.replace(/^\//, ''), ...others]))
      found.set(alias, found.has(alias) ? undefined : migration)
  }
  return new Map(
    [...found].flatMap(([alias, migration]) => (migration === undefined ? [] : [[alias, migration]])),
  )
}

function upToLast(
  { layout, migrations }: FoundMigrations,
  applied: ReadonlySet<MigrationFile>,
): ReadonlySet<MigrationFile> {
  if (layout.historyHoldsLastOnly !== true) return applied
  return new Set(migrations.slice(0, migrations.findLastIndex(migration => applied.has(migration)) + 1))
}

function missingFile(name: string, { layout, places }: FoundMigrations): LayoutProblem {
  return {
    ruleId: 'missing-applied-file',
    file: places[0]?.folder ?? '.',
    message: `${name} is applied, but there is no file for it here, as when the deploy comes from another branch. ${consequence(layout)}`,
    severity: layout.missingApplied === undefined ? 'warning' : 'error',
  }
}

function consequence(layout: Layout): string {
  return layout.missingApplied?.message ?? 'Its runner does not check this.'
}

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
    problems: [...outOfOrder(found, applied), ...missingFiles(unknown, found)],
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

/** One for all that nobody finds, and one for all whose files are there while the list that they run by lacks them. */
function missingFiles(names: readonly string[], found: FoundMigrations): readonly LayoutProblem[] {
  const listed = names.map(name => ({ name, file: fileOf(name, found) }))
  const gone = listed.flatMap(({ name, file }) => (file === undefined ? [name] : []))
  const unlisted = listed.flatMap(({ name, file }) => (file === undefined ? [] : [{ name, file }]))
  const [first] = unlisted
  const { layout } = found
  return [
    ...(gone.length === 0
      ? []
      : [
          {
            message: `${areApplied(gone)}, but there is no file for ${gone.length === 1 ? 'it' : 'them'} here, as when the deploy comes from another branch. ${consequence(layout)}`,
          },
        ]),
    ...(first === undefined
      ? []
      : [
          {
            message: `${areApplied(unlisted.map(({ name }) => name))}, and ${first.file} is here${unlisted.length === 1 ? '' : ', as are the others'}, but ${layout.title} does not take ${unlisted.length === 1 ? 'it for a migration' : 'them for migrations'} here. ${consequence(layout)}`,
            instead: `Bring back what lists ${unlisted.length === 1 ? 'it' : 'them'}, the lines of a plan or journal, from the branch or the release that applied ${unlisted.length === 1 ? 'it' : 'them'}.`,
          },
        ]),
  ].map(problem => ({
    ruleId: 'missing-applied-file' as const,
    file: found.places[0]?.folder ?? '.',
    ...problem,
    severity: layout.missingApplied === undefined ? 'warning' : 'error',
  }))
}

/** More than these are counted, not named. */
const shownNames = 3

function areApplied(names: readonly string[]): string {
  const more = names.length - shownNames
  if (names.length === 1) return `${names[0]} is applied`
  return more > 0
    ? `${names.slice(0, shownNames).join(', ')} and ${more} more are applied`
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are applied`
}

/** A file of that name which the layout passes over. */
function fileOf(name: string, { unmatched }: FoundMigrations): string | undefined {
  return unmatched.find(
    file => !isOfWayBack(file) && `/${file.replace(/\.[^./]+$/, '')}`.endsWith(`/${name}`),
  )
}

function isOfWayBack(file: string): boolean {
  return /(?:^|\/)(?:down|revert|rollback|undo|verify)\//.test(file)
}

function consequence(layout: Layout): string {
  return layout.missingApplied?.message ?? 'Its runner does not check this.'
}

import type { SourceFacts } from '../protocol.ts'
import { errorMessage } from './error-message.ts'
import type { ModuleLoader } from './load-module.ts'
import { member } from './migration-exports.ts'

/** What a knexfile puts in the place of knex's own way of finding migrations (`migrations.migrationSource`). */
interface MigrationSource {
  getMigrations(loadExtensions: unknown): unknown
  getMigrationName(migration: unknown): unknown
  getMigration(migration: unknown): unknown
}

/** In its order, each with the file that exports it; absent: the knexfile has none. */
export async function readSource(
  config: Readonly<Record<string, unknown>>,
  loader: ModuleLoader,
): Promise<SourceFacts | undefined> {
  const source = sourceIn(config)
  if (source === undefined) return undefined
  try {
    const migrations: { readonly name: string; readonly path?: string }[] = []
    for (const each of await listOf(source, config)) {
      const path = loader.fileThatExports(await source.getMigration(each))
      const name = String(source.getMigrationName(each))
      migrations.push({ name, ...(path === undefined ? {} : { path }) })
    }
    return { kind: 'listed', migrations }
  } catch (error) {
    return { kind: 'failed', message: errorMessage(error).replaceAll('import_meta', 'import.meta') }
  }
}

/** What it gives to knex for a name. */
export async function migrationFrom(
  config: Readonly<Record<string, unknown>>,
  name: string,
): Promise<unknown> {
  const source = sourceIn(config)
  if (source === undefined) throw new Error('the knexfile has no migrationSource')
  for (const each of await listOf(source, config)) {
    if (String(source.getMigrationName(each)) === name) return source.getMigration(each)
  }
  throw new Error(`the migrationSource of the knexfile has no "${name}"`)
}

function sourceIn({ migrations }: Readonly<Record<string, unknown>>): MigrationSource | undefined {
  const source = member(migrations, 'migrationSource')
  return isSource(source) ? source : undefined
}

async function listOf(
  source: MigrationSource,
  { migrations }: Readonly<Record<string, unknown>>,
): Promise<readonly unknown[]> {
  const list = await source.getMigrations(member(migrations, 'loadExtensions'))
  if (!Array.isArray(list)) throw new Error('getMigrations() gives no array')
  return list
}

function isSource(value: unknown): value is MigrationSource {
  return typeof value === 'object' && value !== null && typeof member(value, 'getMigrations') === 'function'
}

import { isRequiredByCrate } from './cargo-manifest.ts'
import { compareCodeUnits } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { EmptyScriptFailure } from './empty-scripts.ts'
import { type FolderPair, folderPairs, foldersWithoutUp } from './folder-pairs.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, inFolder, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { upDownFolders } from './up-down-folders.ts'

/** A project with several engines has a file for each, which DIESEL_CONFIG_FILE names: `diesel_sqlite.toml`. */
function isConfig(name: string): boolean {
  return /^diesel[\w.-]*\.toml$/.test(name)
}

/** `migrations`, or one for each engine: `migrations_sqlite`. */
function foldersBeside(marker: string, paths: readonly string[]): ReadonlySet<string> {
  const start = inFolder(folderOf(marker), 'migrations')
  return new Set(
    paths
      .filter(path => path.startsWith(start) && baseName(path) === 'up.sql')
      .map(path => start + (/^(?:[-_]\w+)?(?=\/)/.exec(path.slice(start.length))?.[0] ?? '/'))
      .filter(folder => !folder.endsWith('/')),
  )
}

/**
 * Diesel (Rust). `__diesel_schema_migrations.version` is the folder's name up to the first `_`, without dashes;
 * the order is by that version, code unit by code unit (diesel_migrations, migration_harness.rs).
 */
export const diesel: Layout = {
  name: 'diesel',
  title: 'Diesel',
  async detect(files) {
    const paths = await files.list('.')
    const found = new Map<string, string>()
    for (const marker of paths.filter(path => isConfig(baseName(path))))
      for (const folder of foldersBeside(marker, paths)) if (!found.has(folder)) found.set(folder, marker)
    return [...found].map(([folder, marker]) => ({ paths: [folder], evidence: marker }))
  },
  async recognise(paths, files) {
    const score = await upDownFolders.recognise(paths, files)
    const named = folderPairs(paths, 'up.sql', 'down.sql').some(pair => /^\d[\d-]*_/.test(pair.name))
    if (score === 0 || !named) return 0
    const isDiesel =
      (await hasDieselToml(paths, files)) || (await isRequiredByCrate('diesel', paths[0] ?? '.', files))
    return isDiesel ? score + 10 : 0
  },
  async arrange(paths, files) {
    const pairs = folderPairs(paths, 'up.sql', 'down.sql').toSorted(
      (first, second) =>
        compareCodeUnits(versionOf(first), versionOf(second)) ||
        compareCodeUnits(first.folder, second.folder),
    )
    const migrations = await Promise.all(
      pairs.flatMap(pair => (pair.up === undefined ? [] : [toMigration(pair, pair.up, files)])),
    )
    return {
      migrations,
      problems: [
        ...foldersWithoutUp(pairs, 'up.sql'),
        ...duplicateVersions(
          migrations.map(({ name, file }) => ({ version: name, file })),
          'Diesel records a version once and runs only one of them.',
        ),
      ],
    }
  },
  outOfOrder: runsLate('Diesel'),
  editedApplied: ignoresEdits('Diesel'),
}

/** A metadata.toml that does not say `run_in_transaction` means false (migrations_internals, `TomlMetadata`). */
async function toMigration(pair: FolderPair, up: string, files: ProjectFiles): Promise<MigrationFile> {
  const metadata = inFolder(pair.folder, 'metadata.toml')
  const settings = (await files.exists(metadata)) ? await textIfReadable(files, metadata) : undefined
  const transaction =
    settings === undefined || /^[ \t]*run_in_transaction\s*=\s*true/m.test(settings) ? 'script' : 'none'
  return {
    name: versionOf(pair),
    file: up,
    format: 'sql',
    up: { file: up, transaction },
    ...(pair.down !== undefined && { down: { file: pair.down, transaction, failsEmpty } }),
    downExpected: true,
  }
}

/** diesel_migrations, file_based_migrations.rs: nothing at all is refused by what reads the files, and not by what has them
 * built in (embedded_migrations.rs), which SQLite takes for done. diesel, pg/connection/result.rs: PGRES_EMPTY_QUERY is an
 * error. MySQL and MariaDB: 1065, without a comment (measured: MariaDB 10.11). */
const failsEmpty: readonly EmptyScriptFailure[] = [
  {
    on: ['sqlite'],
    at: 'nothing',
    message:
      '"diesel migration revert" stops there ("Attempted to run an empty migration"); a program that has the migrations built in takes it off the list',
  },
  {
    on: ['postgres', 'mysql', 'mariadb'],
    at: 'nothing',
    message: '"diesel migration revert" stops there ("Attempted to run an empty migration")',
  },
  { on: ['postgres'], at: 'comments', message: 'Diesel stops there ("Received an empty query")' },
  { on: ['mysql', 'mariadb'], at: 'space', message: 'Diesel stops there ("Query was empty")' },
]

function versionOf(pair: FolderPair): string {
  return (pair.name.split('_')[0] ?? pair.name).replaceAll('-', '')
}

async function hasDieselToml(paths: readonly string[], files: ProjectFiles): Promise<boolean> {
  const places = withFoldersAbove(folderOf(paths[0] ?? '.')).map(folder => inFolder(folder, 'diesel.toml'))
  return (await Promise.all(places.map(place => files.exists(place)))).includes(true)
}

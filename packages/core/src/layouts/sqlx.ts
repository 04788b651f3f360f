import { isRequiredByCrate } from './cargo-manifest.ts'
import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, LayoutProblem, MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { baseName } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, refusesMissingFiles, runsLate } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** sqlx-core/src/migrate/source.rs: a number, `_`, and `.up.sql`, `.down.sql` or `.sql` alone, which has no way back. */
const fileName = /^(\d+)_.*?(?:\.(up|down))?\.sql$/

/** sqlx (Rust). Told from other numbered files by the crate's requirements; `_sqlx_migrations.version` is the number. */
export const sqlx: Layout = {
  name: 'sqlx',
  title: 'sqlx',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const matching = paths.filter(path => scriptOf(path) !== undefined)
    const [first] = matching
    if (first === undefined || !(await isRequiredByCrate('sqlx', first, files))) return 0
    return share(matching.length, paths.length, 60)
  },
  async arrange(paths, files) {
    const scripts = topmostFiles(paths.filter(path => scriptOf(path) !== undefined))
      .flatMap(path => scriptOf(path) ?? [])
      .toSorted((first, second) => compareNaturally(first.version, second.version))
    const downs = new Map(scripts.filter(isDown).map(script => [script.version, script]))
    const ups = scripts.filter(script => !isDown(script))
    const versions = new Set(ups.map(({ version }) => version))
    return {
      migrations: await Promise.all(ups.map(up => toMigration(up, downs, files))),
      problems: [
        ...[...downs.values()].filter(({ version }) => !versions.has(version)).map(orphanDown),
        ...duplicateVersions(
          ups.map(({ version, path }) => ({ version, file: path })),
          'sqlx records a version once.',
        ),
      ],
    }
  },
  outOfOrder: runsLate('sqlx'),
  editedApplied: refusesEdits('sqlx', '"migration … was previously applied but has been modified"'),
  missingApplied: refusesMissingFiles(
    'sqlx',
    '"migration … was previously applied but is missing in the resolved migrations"',
  ),
}

interface Script {
  readonly path: string
  /** Without leading zeros: `_sqlx_migrations.version` is a BIGINT. */
  readonly version: string
  readonly direction: string | undefined
}

function scriptOf(path: string): Script | undefined {
  const [, digits, direction] = fileName.exec(baseName(path)) ?? []
  return digits === undefined ? undefined : { path, version: digits.replace(/^0+(?=\d)/, ''), direction }
}

function isDown({ direction }: Script): boolean {
  return direction === 'down'
}

/** A down is expected where the project writes them: `sqlx migrate add` without `-r` makes files that have none. */
async function toMigration(
  up: Script,
  downs: ReadonlyMap<string, Script>,
  files: ProjectFiles,
): Promise<MigrationFile> {
  const down = downs.get(up.version)
  return {
    name: up.version,
    file: up.path,
    format: 'sql',
    up: await sourceOf(up, files),
    ...(down !== undefined && { down: await sourceOf(down, files) }),
    downExpected: up.direction === 'up' || downs.size > 0,
  }
}

/** `MigrateError::Dirty`, of sqlx-core/src/migrate/error.rs. */
const afterFailure =
  'sqlx records it as partially applied: nothing runs until its row is taken out of _sqlx_migrations'

/** sqlx-postgres/src/migrate.rs: one transaction for each script, unless its first line says no-transaction; then the
 * whole text is one query. */
async function sourceOf({ path }: Script, files: ProjectFiles): Promise<ScriptSource> {
  const isOutside = (await textIfReadable(files, path))?.startsWith('-- no-transaction') === true
  return {
    file: path,
    transaction: 'script',
    afterFailure,
    ...(isOutside && { sentAsOneQuery: ['postgres'] as const }),
  }
}

function orphanDown({ version, path }: Script): LayoutProblem {
  return {
    ruleId: 'orphan-down',
    file: path,
    message: `There is no up script of version ${version} for this down script: it never runs.`,
  }
}

import { isRequiredByCrate } from './cargo-manifest.ts'
import { compareCodeUnits, compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { baseName, extensionOf, folderOf, inFolder, withFoldersAbove } from './path-names.ts'
import { refusesEdits, refusesMissingFiles } from './runner-behaviour.ts'
import { share } from './share-of.ts'

/** refinery_core/src/util.rs (0.9): SQL and Rust, in folders below too. */
const fileName = /^([UV])(\d+)__\w+\.(?:sql|rs)$/

/** refinery, its core, and forks of them (`trailbase-refinery`). */
const crate = '(?:\\w+[-_])?refinery(?:[-_]core)?'

interface RefineryFile {
  readonly path: string
  readonly prefix: string
  /** Without leading zeros: it is an INT in refinery_schema_history. */
  readonly version: string
}

/**
 * refinery (Rust) has Flyway's names, and no way back: `U` is a migration that may run out of order. Told from Flyway by the
 * crate's requirements, or by several U files of which none belongs to a V file.
 */
export const refinery: Layout = {
  name: 'refinery',
  title: 'refinery',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const named = paths.flatMap(fileOf)
    const [first] = named
    if (first === undefined) return 0
    const isRefinery =
      (await isRequiredByCrate(crate, first.path, files)) ||
      (hasForwardOnly(named) && !(await isBelowFlywayConfig(first.path, files)))
    return isRefinery ? share(named.length, paths.length, 85) : 0
  },
  async arrange(paths) {
    const named = paths
      .flatMap(fileOf)
      .toSorted(
        (first, second) =>
          compareNaturally(first.version, second.version) || compareCodeUnits(first.path, second.path),
      )
    return {
      migrations: named.map(toMigration),
      problems: duplicateVersions(
        named.map(({ version, path }) => ({ version, file: path })),
        'refinery_schema_history has a version once, as its primary key: the second one runs and its row is refused.',
      ),
    }
  },
  outOfOrder: {
    behaviour: 'fails',
    message:
      'refinery stops with an error: "migration … is missing from the filesystem"; only one whose name begins with U runs now, after the newer ones.',
  },
  missingApplied: refusesMissingFiles('refinery', '"migration … is missing from the filesystem"'),
  editedApplied: refusesEdits('refinery', '"applied migration … is different than filesystem one"'),
}

function fileOf(path: string): readonly RefineryFile[] {
  const [, prefix, digits] = fileName.exec(baseName(path)) ?? []
  return prefix === undefined || digits === undefined
    ? []
    : [{ path, prefix, version: digits.replace(/^0+(?=\d)/, '') }]
}

/** One alone may be an undo script of Flyway whose version is mistyped. */
function hasForwardOnly(named: readonly RefineryFile[]): boolean {
  const versions = new Set(named.filter(({ prefix }) => prefix === 'V').map(({ version }) => version))
  const others = named.filter(({ prefix }) => prefix === 'U')
  return others.length > 1 && others.every(({ version }) => !versions.has(version))
}

async function isBelowFlywayConfig(path: string, files: ProjectFiles): Promise<boolean> {
  const places = withFoldersAbove(folderOf(path)).flatMap(folder =>
    ['flyway.conf', 'flyway.toml'].map(name => inFolder(folder, name)),
  )
  return (await Promise.all(places.map(place => files.exists(place)))).includes(true)
}

/** refinery_core/src/traits/sync.rs: each script in a transaction (`set_grouped(true)`: all in one), its row in another. */
function toMigration({ path, version }: RefineryFile): MigrationFile {
  const source: ScriptSource = { file: path, transaction: 'script' }
  const inRust = extensionOf(path) === '.rs'
  return {
    name: version,
    file: path,
    format: inRust ? 'unsupported' : 'sql',
    ...(inRust && { unsupported: 'refinery (Rust)' }),
    up: source,
    downExpected: false,
  }
}

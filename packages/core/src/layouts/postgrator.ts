import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile } from './layout.ts'
import { baseName, isSql } from './path-names.ts'
import { neverRunsOutOfOrder, refusesEdits } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

interface PostgratorFile {
  readonly path: string
  readonly version: string
  readonly action: string
}

/** postgrator 8: `[version].[do|undo].[description].(sql|js|mjs|cjs)`. */
const fileName = /^(\d+)\.(do|undo)(?:\..*)?\.(?:sql|js|mjs|cjs)$/

export const postgrator: Layout = {
  name: 'postgrator',
  title: 'Postgrator',
  async detect() {
    return []
  },
  async recognise(paths) {
    return share(paths.filter(path => fileOf(path) !== undefined).length, paths.length, 80)
  },
  async arrange(paths) {
    const named = topmostFiles(paths)
      .map(fileOf)
      .filter(file => file !== undefined)
    const undos = new Map(named.filter(file => file.action === 'undo').map(file => [file.version, file.path]))
    const dos = named
      .filter(file => file.action === 'do')
      .toSorted((first, second) => compareNaturally(first.version, second.version))
    const versions = new Set(dos.map(file => file.version))
    return {
      migrations: dos.map(file => toMigration(file, undos.get(file.version))),
      problems: [
        ...duplicateVersions(
          dos.map(({ version, path }) => ({ version, file: path })),
          'Postgrator stops with "Two migrations found with version".',
        ),
        ...[...undos]
          .filter(([version]) => !versions.has(version))
          .map(([version, file]) => ({
            ruleId: 'orphan-down' as const,
            file,
            message: `There is no ${version}.do script for this undo script: it never runs.`,
          })),
      ],
    }
  },
  outOfOrder: neverRunsOutOfOrder('Postgrator', 'it runs only versions above the highest applied one'),
  editedApplied: refusesEdits('Postgrator', 'the MD5 in its schema version table differs'),
}

function fileOf(path: string): PostgratorFile | undefined {
  const [, version, action] = fileName.exec(baseName(path)) ?? []
  if (version === undefined || action === undefined) return undefined
  return { path, version: version.replace(/^0+(?=\d)/, ''), action }
}

/** The driver gets the whole text, and opens no transaction (postgrator.js, runMigrations). */
const sentAsOneQuery = ['postgres', 'mysql', 'mariadb', 'sqlite'] as const

function toMigration(file: PostgratorFile, undo: string | undefined): MigrationFile {
  const common = { name: file.version, file: file.path, downExpected: true }
  const up = { file: file.path, transaction: 'script' as const, sentAsOneQuery }
  const down = undo !== undefined && { down: { ...up, file: undo } }
  return isSql(file.path)
    ? { ...common, format: 'sql', up, ...down }
    : { ...common, format: 'unsupported', unsupported: 'Postgrator (JavaScript)', up, ...down }
}

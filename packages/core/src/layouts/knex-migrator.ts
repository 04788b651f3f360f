import { codeMigrationTool, isCode } from './code-migration-tool.ts'
import { compareCodeUnits, compareNaturally } from './compare-names.ts'
import type { Detection, Layout, MigrationFile } from './layout.ts'
import { baseName, folderOf } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'

/** `versions/5.0/2022-05-01-add-index.js`; what lies beside `versions` (`init`, `hooks`) makes a new database. */
const versioned = /(?:^|(?:^|\/)versions\/)(\d[\d._]*(?:-[^/]*)?)\/[^/]+$/

/** knex-migrator 5.4, lib/index.js and lib/utils.js: each file by itself, its history table has the version beside the name. */
export const knexMigrator: Layout = {
  name: 'knex-migrator',
  title: 'knex-migrator',
  async detect(files) {
    const paths = await files.list('.')
    const configs = paths.filter(path => baseName(path) === 'MigratorConfig.js')
    return configs.flatMap(config => detectionOf(config, paths))
  },
  async recognise(paths, files) {
    const inVersions = paths.filter(path => isCode(path) && versioned.test(path))
    const texts = await sampleTexts(inVersions, files)
    const own = texts.filter(({ text }) => (codeMigrationTool(text) ?? 'knex') === 'knex')
    return share(own.length, texts.length, 80)
  },
  async arrange(paths) {
    const ordered = paths
      .filter(path => isCode(path) && versioned.test(path))
      .toSorted(
        (first, second) =>
          compareNaturally(versionOf(first), versionOf(second)) ||
          compareCodeUnits(baseName(first), baseName(second)),
      )
    return { migrations: ordered.map(toMigration), problems: [] }
  },
  outOfOrder: runsLate('knex-migrator'),
  editedApplied: ignoresEdits('knex-migrator'),
}

function detectionOf(config: string, paths: readonly string[]): readonly Detection[] {
  const folder = folderOf(config)
  const isBeside = (path: string): boolean => folder === '.' || path.startsWith(`${folder}/`)
  const own = paths.filter(path => isBeside(path) && isCode(path) && /(?:^|\/)versions\//.test(path))
  const folders = new Set(own.filter(path => versioned.test(path)).map(path => folderOf(folderOf(path))))
  return folders.size === 0 ? [] : [{ paths: [...folders], evidence: config }]
}

function versionOf(path: string): string {
  return versioned.exec(path)?.[1] ?? ''
}

function toMigration(file: string): MigrationFile {
  // Whether there is a transaction is known when the file has been run.
  const source = { file, transaction: 'none' as const }
  return {
    name: `${versionOf(file)}/${baseName(file)}`,
    file,
    format: 'knex-migrator',
    up: source,
    down: source,
    downExpected: true,
  }
}

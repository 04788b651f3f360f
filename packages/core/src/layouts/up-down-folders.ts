import { comparePathsNaturally } from './compare-names.ts'
import { type FolderPair, folderPairs, foldersWithoutUp } from './folder-pairs.ts'
import type { Layout, MigrationFile } from './layout.ts'
import { namesWithoutOrder } from './names-without-order.ts'
import { baseName, folderOf, inFolder } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { share } from './share-of.ts'

/** One folder for a migration; its runner is not known, so each script is taken as written. */
export const upDownFolders: Layout = {
  name: 'up-down-folders',
  title: 'A folder with up.sql and down.sql for each migration',
  async detect() {
    return []
  },
  async recognise(paths) {
    const inPairs = folderPairs(paths, 'up.sql', 'down.sql')
      .flatMap(pair => [pair.up, pair.down])
      .filter(path => path !== undefined)
    return share(inPairs.length, paths.length, 60)
  },
  async arrange(paths) {
    const pairs = folderPairs(paths, 'up.sql', 'down.sql')
    const all = new Set(paths)
    const migrations = [
      ...pairs.flatMap(pair => (pair.up === undefined ? [] : [fromScripts(pair, pair.up, all)])),
      ...paths.filter(path => baseName(path) === 'up.yaml').map(fromYaml),
    ]
    return {
      migrations: migrations.toSorted((first, second) =>
        comparePathsNaturally(folderOf(first.file), folderOf(second.file)),
      ),
      ...namesWithoutOrder(migrations),
      problems: foldersWithoutUp(pairs, 'up.sql'),
    }
  },
  outOfOrder: runsLate('A runner that remembers names'),
  editedApplied: ignoresEdits('A runner that remembers names'),
}

/** Hasura's older migrations have `down.yaml`: there is a way back, in words that are not read. */
function fromScripts(
  { name, folder, down }: FolderPair,
  up: string,
  all: ReadonlySet<string>,
): MigrationFile {
  return {
    name,
    file: up,
    format: 'sql',
    up: { file: up, transaction: 'none' },
    ...(down !== undefined && { down: { file: down, transaction: 'none' } }),
    downExpected: !all.has(inFolder(folder, 'down.yaml')),
  }
}

function fromYaml(file: string): MigrationFile {
  return {
    name: baseName(folderOf(file)),
    file,
    format: 'unsupported',
    unsupported: 'Hasura (YAML)',
    up: { file, transaction: 'none' },
    downExpected: false,
  }
}

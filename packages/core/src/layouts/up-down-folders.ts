import { comparePathsNaturally } from './compare-names.ts'
import { folderPairs, foldersWithoutUp } from './folder-pairs.ts'
import type { Layout } from './layout.ts'
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
    const pairs = folderPairs(paths, 'up.sql', 'down.sql').toSorted((first, second) =>
      comparePathsNaturally(first.folder, second.folder),
    )
    const migrations = pairs.flatMap(({ name, up, down }) =>
      up === undefined
        ? []
        : [
            {
              name,
              file: up,
              format: 'sql' as const,
              up: { file: up, transaction: 'none' as const },
              ...(down !== undefined && { down: { file: down, transaction: 'none' as const } }),
              downExpected: true,
            },
          ],
    )
    return { migrations, problems: foldersWithoutUp(pairs, 'up.sql') }
  },
  outOfOrder: runsLate('A runner that remembers names'),
  editedApplied: ignoresEdits('A runner that remembers names'),
}

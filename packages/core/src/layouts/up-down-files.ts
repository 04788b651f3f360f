import { withCodeBeside } from './code-beside.ts'
import { joinByVersion } from './join-by-version.ts'
import type { Arranged, Layout, LayoutProblem, MigrationFile } from './layout.ts'
import { namesWithoutOrder } from './names-without-order.ts'
import { type FilePair, pairFiles } from './paired-files.ts'
import { extensionOf, folderOf, inFolder, isSql, stemOf } from './path-names.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { sameNumber } from './same-number.ts'
import { share } from './share-of.ts'

/**
 * Pairs of SQL files whose runner is not known: each script is taken as written, without a transaction of the
 * runner's, and the order is by name, numbers as numbers.
 */
export const upDownFiles: Layout = {
  name: 'up-down-files',
  title: 'Pairs of SQL files (x.up.sql, x.down.sql)',
  async detect() {
    return []
  },
  async recognise(paths) {
    const pairs = pairFiles(paths)
    const explicit = pairs.filter(pair => pair.explicit || pair.down !== undefined).length
    return share(explicit, pairs.length, 50)
  },
  async arrange(paths) {
    const arranged = arrangePairs(withGo(joinByVersion(pairFiles(paths.filter(isSql))), paths))
    return { ...arranged, migrations: withCodeBeside(arranged.migrations, paths) }
  },
  outOfOrder: runsLate('A runner that remembers names'),
  editedApplied: ignoresEdits('A runner that remembers names'),
}

function arrangePairs(pairs: readonly FilePair[]): Arranged {
  const migrations = pairs.flatMap(pair => (pair.up === undefined ? [] : [toMigration(pair, pair.up)]))
  return {
    migrations,
    ...namesWithoutOrder(migrations),
    problems: [...orphanDowns(pairs), ...sameNumber(migrations)],
  }
}

/** `1_a.up.go` beside `1_a.down.sql`: a runner of the project's own has code among the scripts. */
function withGo(pairs: readonly FilePair[], paths: readonly string[]): readonly FilePair[] {
  const ups = new Map(
    paths.filter(path => path.endsWith('.up.go')).map(path => [path.slice(0, -'.up.go'.length), path]),
  )
  return pairs.map(pair => {
    const { down } = pair
    if (pair.up !== undefined || down === undefined) return pair
    const up = ups.get(inFolder(folderOf(down), stemOf(down).replace(/\.down$/i, '')))
    return up === undefined ? pair : { ...pair, up }
  })
}

function toMigration(pair: FilePair, up: string): MigrationFile {
  return {
    name: pair.name,
    file: up,
    ...(extensionOf(up) === '.go' ? { format: 'unsupported', unsupported: 'Go' } : { format: 'sql' }),
    up: { file: up, transaction: 'none' },
    ...(pair.down !== undefined && { down: { file: pair.down, transaction: 'none' } }),
    downExpected: true,
  }
}

export function orphanDowns(pairs: readonly FilePair[]): readonly LayoutProblem[] {
  return pairs.flatMap(pair =>
    pair.up === undefined && pair.down !== undefined
      ? [
          {
            ruleId: 'orphan-down',
            file: pair.down,
            message: `There is no up script named ${pair.name} for this down script: it never runs.`,
          } as const,
        ]
      : [],
  )
}

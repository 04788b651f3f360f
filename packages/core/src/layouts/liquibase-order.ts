import { compareCodeUnits } from './compare-names.ts'
import type { ProjectFiles } from './layout.ts'
import { baseName, folderOf, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

const changelogName = /\.(?:xml|ya?ml|json)$/i
const namedFile = /[^\s"'<>=:,]+\.(?:sql|xml|ya?ml|json)\b/gi

/**
 * The order of the changelog that includes the files, if one is there; the others come after it by their paths,
 * code unit by code unit, as `includeAll` takes them (DatabaseChangeLog.java, `getStandardChangeLogComparator`).
 */
export async function inChangelogOrder(
  scripts: readonly string[],
  paths: readonly string[],
  files: ProjectFiles,
): Promise<readonly string[]> {
  const changelogs = await readChangelogs(paths, files)
  const included = new Set([...changelogs.values()].flatMap(text => resolve(text, [...changelogs.keys()])))
  const order = new Set<string>()
  const roots = [...changelogs.keys()].filter(path => !included.has(path))
  for (const root of [...roots, ...changelogs.keys()]) follow(root, changelogs, scripts, order)
  const rest = scripts.filter(path => !order.has(path)).toSorted(compareCodeUnits)
  return [...[...order].filter(path => !changelogs.has(path)), ...rest]
}

/** Among the given files, or in the two folders above them. */
async function readChangelogs(
  paths: readonly string[],
  files: ProjectFiles,
): Promise<ReadonlyMap<string, string>> {
  const above = withFoldersAbove(folderOf(paths[0] ?? '.')).slice(1, 3)
  const around = (await Promise.all(above.map(folder => files.list(folder, 1)))).flat()
  const candidates = [...new Set([...paths, ...around])].filter(path => changelogName.test(path))
  const texts = await Promise.all(
    candidates.map(async path => [path, (await textIfReadable(files, path)) ?? ''] as const),
  )
  return new Map(texts.filter(([, text]) => text.includes('databaseChangeLog')))
}

/** Each changelog once, so that changelogs which include each other come to an end. */
function follow(
  root: string,
  changelogs: ReadonlyMap<string, string>,
  scripts: readonly string[],
  order: Set<string>,
): void {
  const known = [...changelogs.keys(), ...scripts]
  const open = [root]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (order.has(path)) continue
    order.add(path)
    const text = changelogs.get(path)
    if (text !== undefined) open.push(...resolve(text, known).toReversed())
  }
}

/** Which of the known files a text names, in its order: a path may start at the class path's root. */
function resolve(text: string, known: readonly string[]): readonly string[] {
  return (text.match(namedFile) ?? []).flatMap(name => {
    const path = name.replace(/^[./]+/, '')
    const candidates = known.filter(file => baseName(file) === baseName(path))
    return candidates.find(file => file === path || file.endsWith(`/${path}`)) ?? []
  })
}

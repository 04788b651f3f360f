import { compareCodeUnits } from '../layouts/compare-names.ts'
import type { Layout, ProjectFiles } from '../layouts/layout.ts'
import { folderOf } from '../layouts/path-names.ts'
import type { ExpandedPaths } from './expand-paths.ts'

/**
 * A file that includes others stands for all that it comes to. Where some of these are given beside it, all of them are
 * merely files: what changed in a commit.
 */
export async function withIncluded(
  expanded: ExpandedPaths,
  layouts: readonly Layout[],
  files: ProjectFiles,
): Promise<ExpandedPaths> {
  const given = new Set(expanded.givenFiles)
  const included = (
    await Promise.all(
      expanded.namedFiles.map(async by => ({ by, files: await filesIncludedBy(by, layouts, files) })),
    )
  ).filter(({ files: list }) => list.length > 0 && !list.some(path => given.has(path)))
  if (included.length === 0) return expanded
  const brought = [...new Set(included.flatMap(({ files: list }) => list))]
  const isAll = expanded.folders.length === 0 && included.length === given.size
  const all = [...(isAll ? given : expanded.files), ...brought]
  return {
    ...expanded,
    givenFiles: [...given, ...brought],
    included,
    files: [...new Set(all)].toSorted(compareCodeUnits),
    places: [
      ...expanded.places,
      ...[...new Set(brought.map(folderOf))].map(folder => ({ folder, depth: 1 })),
    ],
  }
}

/** `included: 18 files (by db/master.xml)`. */
export function includedFiles({ included = [] }: ExpandedPaths): readonly string[] {
  return included.map(
    ({ by, files }) => `included: ${files.length} ${files.length === 1 ? 'file' : 'files'} (by ${by})`,
  )
}

/** What is not among the files does not exist. */
export function isWhole({ givenFiles, folders, namedFiles, included = [] }: ExpandedPaths): boolean {
  return givenFiles.length === 0 || (folders.length === 0 && included.length === namedFiles.length)
}

async function filesIncludedBy(
  path: string,
  layouts: readonly Layout[],
  files: ProjectFiles,
): Promise<readonly string[]> {
  for (const layout of layouts) {
    const included = (await layout.includedBy?.(path, files)) ?? []
    if (included.length > 0) return included
  }
  return []
}

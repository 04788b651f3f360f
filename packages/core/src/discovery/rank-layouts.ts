import { layouts } from '../layouts/index.ts'
import type { Layout, ProjectFiles } from '../layouts/layout.ts'

export interface RankedLayout {
  readonly layout: Layout
  readonly score: number
}

/** The layouts that these files look like, the likeliest first. */
export async function rankLayouts(
  paths: readonly string[],
  files: ProjectFiles,
): Promise<readonly RankedLayout[]> {
  const scored = await Promise.all(
    layouts.map(async layout => ({ layout, score: await layout.recognise(paths, files) })),
  )
  return scored.filter(({ score }) => score > 0).toSorted((first, second) => second.score - first.score)
}

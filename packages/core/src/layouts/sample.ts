import type { ProjectFiles } from './layout.ts'
import { textIfReadable } from './read-text.ts'

/** Enough to tell a layout from, few enough for a large folder. */
const sampleSize = 12

/** The texts of the first and the last few files that can be read. */
export async function sampleTexts(
  paths: readonly string[],
  files: ProjectFiles,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const chosen =
    paths.length <= sampleSize ? paths : [...paths.slice(0, sampleSize / 2), ...paths.slice(-sampleSize / 2)]
  const texts = await Promise.all(
    chosen.map(async path => ({ path, text: await textIfReadable(files, path) })),
  )
  return texts.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]))
}

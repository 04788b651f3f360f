import type { ProjectFiles } from '../layouts/layout.ts'
import { textIfReadable } from '../layouts/read-text.ts'

/** Spread over the history: early files name types, late ones alter them. */
const sampleSize = 40
const sampleLength = 100_000

export function spread(paths: readonly string[], size: number = sampleSize): readonly string[] {
  const step = Math.max(1, Math.ceil(paths.length / size))
  return paths.filter((_, index) => index % step === 0)
}

/** The first part of a file, without line comments: `/*!` of MySQL is code, and prose in a block comment weighs
 * little. */
export async function sampleOfSql(path: string, files: ProjectFiles): Promise<string> {
  return ((await textIfReadable(files, path)) ?? '').slice(0, sampleLength).replace(/^[ \t]*--.*$/gm, '')
}

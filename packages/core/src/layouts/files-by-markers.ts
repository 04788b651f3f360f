import { compareNaturally } from './compare-names.ts'
import type { ProjectFiles } from './layout.ts'
import { baseName, folderOf, isSql, leadingDigits } from './path-names.ts'
import { sampleTexts } from './sample.ts'

/** `20210101_a/postgres.sql`: a fork of the tool, or a build step, takes the number from the folder. */
const numberedFolder = /^\d+[-_]/

/** A file for each direction, as other tools have them, whatever is marked in it. */
const oneDirection = /(?:^|[-_.])(?:up|down)\.sql$/i

/**
 * The files that a tool with markers runs: those with a name that it wants. Where none of these is marked, the markers
 * count for more than the names: the scripts of numbered folders, else all.
 */
export async function filesByMarkers(
  paths: readonly string[],
  files: ProjectFiles,
  isNamed: (path: string) => boolean,
  isMarked: (text: string) => boolean,
): Promise<readonly string[]> {
  const named = paths.filter(isNamed)
  if (named.some(path => !isSql(path))) return named
  const scripts = paths.filter(path => isSql(path) && !oneDirection.test(baseName(path)))
  for (const group of [named, scripts.filter(path => !isNamed(path) && isInNumberedFolder(path)), scripts]) {
    const texts = await sampleTexts(group, files)
    if (texts.some(({ text }) => isMarked(text))) return group
  }
  return named
}

export function isInNumberedFolder(path: string): boolean {
  return numberedFolder.test(baseName(folderOf(path)))
}

/** The name that has the number: the file's, else its folder's. */
export function numberedName(path: string): string {
  const isFolder = leadingDigits(baseName(path)) === '' && isInNumberedFolder(path)
  return baseName(isFolder ? folderOf(path) : path)
}

/** The version; without a number what tells the file from the others: its path. */
export function numberOrPath(path: string): string {
  return leadingDigits(numberedName(path)) || path.replace(/\.[^./]+$/, '')
}

export function compareNumbersThenPaths(first: string, second: string): number {
  return (
    compareNaturally(leadingDigits(numberedName(first)), leadingDigits(numberedName(second))) ||
    compareNaturally(first, second)
  )
}

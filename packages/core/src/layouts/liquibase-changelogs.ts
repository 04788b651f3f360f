import type { ProjectFiles } from './layout.ts'
import type { ChangelogEntry, ReadChangelog } from './liquibase-entries.ts'
import { readXmlChangelog } from './liquibase-xml.ts'
import { readYamlChangelog } from './liquibase-yaml.ts'
import { extensionOf, folderOf, isSql, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

const changelogName = /\.(?:xml|ya?ml|json)$/i
const formatted = /^\uFEFF?\s*--\s*liquibase\s*formatted/i
const sqlInclude = /^[ \t]*--[ \t]*(include|includeAll)[ \t]+(\S.*)$/gim

export function isFormattedSql(text: string): boolean {
  return formatted.test(text)
}

export function mayBeChangelog(path: string): boolean {
  return changelogName.test(path)
}

export interface Changelogs {
  /** What each lists. */
  readonly entries: ReadonlyMap<string, readonly ChangelogEntry[]>
  /** Those that cannot be read, or not to the end. */
  readonly broken: readonly string[]
}

/** The changelogs among the given files and in the two folders above them. */
export async function readChangelogs(paths: readonly string[], files: ProjectFiles): Promise<Changelogs> {
  const above = withFoldersAbove(folderOf(paths[0] ?? '.')).slice(1, 3)
  const around = (await Promise.all(above.map(folder => files.list(folder, 1)))).flat()
  const candidates = [...new Set([...paths, ...around])].filter(mayBeChangelog)
  const read = await Promise.all(candidates.map(path => readChangelog(path, files)))
  return {
    entries: new Map(
      read.flatMap((found, index) => (found ? [[candidates[index] ?? '', found.entries] as const] : [])),
    ),
    broken: candidates.filter((_, index) => read[index]?.isWhole === false),
  }
}

export async function isChangelog(path: string, files: ProjectFiles): Promise<boolean> {
  return (await readChangelog(path, files)) !== undefined
}

/** Undefined for a file that is no changelog. */
async function readChangelog(path: string, files: ProjectFiles): Promise<ReadChangelog | undefined> {
  const text = await textIfReadable(files, path)
  if (text === undefined || !text.includes('databaseChangeLog')) return undefined
  if (extensionOf(path) === '.xml') return readXmlChangelog(text)
  const entries = await readYamlChangelog(text)
  return { entries: entries ?? [], isWhole: entries !== undefined }
}

/** `--include file:x.sql` of formatted SQL (liquibase-standard, AbstractFormattedChangeLogParser). */
export function includesInSql(path: string, text: string): readonly ChangelogEntry[] {
  if (!isSql(path)) return []
  return [...text.matchAll(sqlInclude)].flatMap(([, word = '', attributes = '']): ChangelogEntry[] => {
    const named = /\b(?:file|path):("[^"]+"|\S+)/i.exec(attributes)?.[1]?.replace(/^"(.*)"$/, '$1')
    const isRelative = /\brelativeToChangelogFile:"?true/i.test(attributes)
    const kind = word.toLowerCase() === 'include' ? 'include' : 'include-all'
    return named === undefined ? [] : [{ kind, path: named, isRelative }]
  })
}

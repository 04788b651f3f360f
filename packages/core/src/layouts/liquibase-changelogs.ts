import { positionsIn } from '../lexer/positions.ts'
import type { LayoutProblem, ProjectFiles } from './layout.ts'
import type { ChangelogEntry, ChangelogFlaw, ReadChangelog } from './liquibase-entries.ts'
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
  /** Why some of them cannot be read, or not to the end. */
  readonly problems: readonly LayoutProblem[]
}

/** The changelogs among the given files and in the two folders above them. */
export async function readChangelogs(paths: readonly string[], files: ProjectFiles): Promise<Changelogs> {
  const above = withFoldersAbove(folderOf(paths[0] ?? '.')).slice(1, 3)
  const around = (await Promise.all(above.map(folder => files.list(folder, 1)))).flat()
  const candidates = [...new Set([...paths, ...around])].filter(mayBeChangelog)
  const read = await Promise.all(
    candidates.map(async path => ({ path, ...(await readChangelog(path, files)) })),
  )
  return {
    entries: new Map(read.flatMap(({ path, entries }) => (entries ? [[path, entries] as const] : []))),
    problems: read.flatMap(({ path, flaw, text }) => (flaw ? [unreadable(path, flaw, text)] : [])),
  }
}

/** What a changelog lists, or the includes of formatted SQL; none for any other file. */
export async function entriesOf(path: string, files: ProjectFiles): Promise<readonly ChangelogEntry[]> {
  if (mayBeChangelog(path)) return (await readChangelog(path, files))?.entries ?? []
  return isSql(path) ? includesInSql(path, (await textIfReadable(files, path)) ?? '') : []
}

export async function isChangelog(path: string, files: ProjectFiles): Promise<boolean> {
  return (await readChangelog(path, files)) !== undefined
}

/** Undefined for a file that is no changelog. */
async function readChangelog(
  path: string,
  files: ProjectFiles,
): Promise<(ReadChangelog & { readonly text: string }) | undefined> {
  const text = await textIfReadable(files, path)
  if (text === undefined || !text.includes('databaseChangeLog')) return undefined
  const read = extensionOf(path) === '.xml' ? readXmlChangelog(text) : await readYamlChangelog(text)
  return read && { ...read, text }
}

function unreadable(file: string, { cause, offset }: ChangelogFlaw, text = ''): LayoutProblem {
  const { line, column } = positionsIn(text).at(offset)
  return {
    ruleId: 'unknown-statement',
    file,
    location: { line, column, endLine: line, endColumn: column },
    message: `${file} cannot be read as a Liquibase changelog, line ${line}: ${cause}.`,
    instead: 'Correct it. If your Liquibase takes it, please report it.',
    severity: 'error',
  }
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

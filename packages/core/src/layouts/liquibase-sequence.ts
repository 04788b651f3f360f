import { compareCodeUnits } from './compare-names.ts'
import type { LayoutProblem } from './layout.ts'
import type { ChangelogEntry, ChangesetEntry } from './liquibase-entries.ts'
import { folderOf, isSql } from './path-names.ts'
import { resolveFolder } from './resolve-folder.ts'
import type { Property } from './written-change.ts'

/** What Liquibase comes to, in its order. */
export type Step =
  /** `isIncluded`: a changelog names it, so that it runs even where it is plain SQL. */
  | { readonly kind: 'sql-file'; readonly path: string; readonly isIncluded: boolean }
  | {
      readonly kind: 'changeset'
      readonly changelog: string
      readonly changeset: ChangesetEntry
      /** The files that its changes run, by the path that they give. */
      readonly files: ReadonlyMap<string, string>
      /** Local ones of its changelog, and of those that include it. */
      readonly properties: readonly Property[]
    }

export interface Sequence {
  readonly steps: readonly Step[]
  /** Of all changelogs: they are global unless they say otherwise (ChangeLogParameters.java). */
  readonly properties: readonly Property[]
  readonly problems: readonly LayoutProblem[]
}

/**
 * Changelogs that no other one includes are the roots. SQL that none includes comes last, by its path, as `includeAll`
 * takes it (DatabaseChangeLog.java, `getStandardChangeLogComparator`).
 */
export function sequenceOf(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  scripts: readonly string[],
): Sequence {
  const reader = new SequenceReader(entries, scripts)
  const included = new Set(
    [...entries].flatMap(([path, list]) => list.flatMap(entry => reader.filesOf(entry, path))),
  )
  const changelogs = [...entries.keys()]
  for (const root of changelogs.filter(path => !included.has(path))) reader.visit(root, false)
  for (const path of [...changelogs, ...scripts.toSorted(compareCodeUnits)]) reader.visit(path, false)
  return reader
}

class SequenceReader implements Sequence {
  readonly steps: Step[] = []
  readonly properties: Property[] = []
  readonly problems: LayoutProblem[] = []
  readonly #entries: ReadonlyMap<string, readonly ChangelogEntry[]>
  readonly #known: readonly string[]
  readonly #seen = new Set<string>()
  #local: readonly Property[] = []

  constructor(entries: ReadonlyMap<string, readonly ChangelogEntry[]>, scripts: readonly string[]) {
    this.#entries = entries
    this.#known = [...new Set([...entries.keys(), ...scripts])].toSorted(compareCodeUnits)
  }

  /** Each file once, so that changelogs which include each other come to an end. */
  visit(path: string, isIncluded: boolean): void {
    if (this.#seen.has(path)) return
    this.#seen.add(path)
    if (isSql(path)) this.steps.push({ kind: 'sql-file', path, isIncluded })
    const around = this.#local
    for (const entry of this.#entries.get(path) ?? []) this.#take(entry, path)
    this.#local = around
  }

  /** The files that an entry includes. */
  filesOf(entry: ChangelogEntry, changelog: string): readonly string[] {
    switch (entry.kind) {
      case 'changeset':
      case 'property':
        return []
      case 'include':
        return this.#file(entry.path, entry.isRelative, changelog) ?? []
      case 'include-all': {
        const folder = clean(entry.isRelative ? resolveFolder(folderOf(changelog), entry.path) : entry.path)
        const isRoot = folder === '' || folder === '.'
        return this.#known.filter(path => isRoot || `/${folderOf(path)}/`.includes(`/${folder}/`))
      }
      default:
        return entry satisfies never
    }
  }

  #take(entry: ChangelogEntry, changelog: string): void {
    if (entry.kind === 'property') {
      if (entry.isLocal) this.#local = [...this.#local, entry]
      else this.properties.push(entry)
      return
    }
    if (entry.kind === 'changeset') {
      const files = this.#filesRunBy(entry, changelog)
      for (const file of files.values()) this.#seen.add(file)
      this.steps.push({ kind: 'changeset', changelog, changeset: entry, files, properties: this.#local })
      return
    }
    const found = this.filesOf(entry, changelog)
    if (found.length === 0) this.problems.push(missingInclude(entry.path, changelog))
    for (const path of found) this.visit(path, true)
  }

  #filesRunBy({ changes, rollback = [] }: ChangesetEntry, changelog: string): ReadonlyMap<string, string> {
    return new Map(
      [...changes, ...rollback].flatMap(({ name, attributes }) => {
        const path = name === 'sqlFile' ? attributes.get('path') : undefined
        const isRelative = attributes.get('relativeToChangelogFile') === 'true'
        const file = path === undefined ? undefined : this.#file(path, isRelative, changelog)?.[0]
        return path === undefined || file === undefined ? [] : [[path, file] as const]
      }),
    )
  }

  /** A path may start at the root of the class path, wherever in the project that is. */
  #file(path: string, isRelative: boolean, changelog: string): readonly string[] | undefined {
    const beside = resolveFolder(folderOf(changelog), clean(path))
    const named = clean(path)
    const found = isRelative
      ? this.#known.find(file => file === beside)
      : (this.#known.find(file => file === named || file.endsWith(`/${named}`)) ??
        this.#known.find(file => file === beside))
    return found === undefined ? undefined : [found]
  }
}

function clean(path: string): string {
  return path
    .replace(/^classpath\*?:/, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
}

function missingInclude(path: string, changelog: string): LayoutProblem {
  return {
    ruleId: 'missing-applied-file',
    file: changelog,
    message: `${changelog} includes ${path}, which is not among the files here: it was not read, and Liquibase stops where it is not there either.`,
    severity: 'warning',
  }
}

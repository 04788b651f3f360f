import { compareCodeUnits } from './compare-names.ts'
import type { LayoutProblem } from './layout.ts'
import {
  type ChangelogEntry,
  type ChangesetEntry,
  filesNamedIn,
  type IncludeEntry,
} from './liquibase-entries.ts'
import { cleanPath, isInside, placesOf, tailsOf } from './liquibase-paths.ts'
import { folderOf, isSql } from './path-names.ts'
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
 * takes it (DatabaseChangeLog.java, `getStandardChangeLogComparator`); after it what runs on its own, if at all.
 */
export function sequenceOf(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  scripts: readonly string[],
  unlisted: ReadonlySet<string>,
  groovy: ReadonlySet<string>,
): Sequence {
  const reader = new SequenceReader(entries, scripts, groovy)
  const included = new Set([...includesOf(entries, scripts).values()].flat())
  const changelogs = [...entries.keys()]
  const roots = changelogs.filter(path => !included.has(path))
  const all = [...roots, ...changelogs, ...scripts.toSorted(compareCodeUnits)]
  for (const path of [...all.filter(each => !unlisted.has(each)), ...all]) reader.visit(path, false)
  return reader
}

/** The SQL files that changes run. */
export function filesRunByChanges(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  scripts: readonly string[],
): ReadonlySet<string> {
  const reader = new SequenceReader(entries, scripts)
  return new Set(
    [...entries].flatMap(([path, list]) =>
      list.flatMap(entry => (entry.kind === 'changeset' ? [...reader.filesRunBy(entry, path).values()] : [])),
    ),
  )
}

/** What each changelog includes itself. */
export function includesOf(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  scripts: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const reader = new SequenceReader(entries, scripts)
  return new Map(
    [...entries].map(([path, list]) => [path, list.flatMap(entry => reader.filesOf(entry, path))]),
  )
}

class SequenceReader implements Sequence {
  readonly steps: Step[] = []
  readonly properties: Property[] = []
  readonly problems: LayoutProblem[] = []
  readonly #entries: ReadonlyMap<string, readonly ChangelogEntry[]>
  readonly #known: readonly string[]
  readonly #knownSet: ReadonlySet<string>
  readonly #seen = new Set<string>()
  readonly #groovy: ReadonlySet<string>
  #local: readonly Property[] = []

  constructor(
    entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
    scripts: readonly string[],
    groovy: ReadonlySet<string> = new Set(),
  ) {
    this.#entries = entries
    this.#groovy = groovy
    this.#known = [...new Set([...entries.keys(), ...scripts])].toSorted(compareCodeUnits)
    this.#knownSet = new Set(this.#known)
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
        return this.#file(entry.path, entry.isRelative, changelog)
      case 'include-all':
        return this.#filesInFolder(entry.path, entry.isRelative, changelog)
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
      const files = this.filesRunBy(entry, changelog)
      for (const file of files.values()) this.#seen.add(file)
      this.steps.push({ kind: 'changeset', changelog, changeset: entry, files, properties: this.#local })
      return
    }
    const found = this.filesOf(entry, changelog)
    if (found.length === 0) {
      this.problems.push(
        this.#groovy.has(entry.path) ? unreadInclude(entry, changelog) : missingInclude(entry, changelog),
      )
    }
    for (const path of found) this.visit(path, true)
  }

  filesRunBy(changeset: ChangesetEntry, changelog: string): ReadonlyMap<string, string> {
    return new Map(
      filesNamedIn(changeset).flatMap(({ path, isRelative }) =>
        this.#file(path, isRelative, changelog).map(file => [path, file] as const),
      ),
    )
  }

  #file(path: string, isRelative: boolean, changelog: string): readonly string[] {
    const ending = `/${cleanPath(path)}`
    const found =
      this.#firstKnown(placesOf(path, isRelative, changelog)) ??
      // The class path has several roots, wherever in the project these are.
      (isRelative ? undefined : this.#known.find(file => file.endsWith(ending))) ??
      this.#firstKnown(tailsOf(path, isRelative, changelog))
    return found === undefined ? [] : [found]
  }

  #firstKnown(paths: readonly string[]): string | undefined {
    return paths.find(path => this.#knownSet.has(path))
  }

  #filesInFolder(path: string, isRelative: boolean, changelog: string): readonly string[] {
    const folder = cleanPath(path)
    if (folder === '' && !isRelative) return this.#known
    const inside = (place: string): readonly string[] => this.#known.filter(file => isInside(file, place))
    const [places, tails] = [placesOf, tailsOf].map(of => of(path, isRelative, changelog))
    return (
      places?.map(inside).find(list => list.length > 0) ??
      nonEmpty(isRelative ? [] : this.#known.filter(file => `/${folderOf(file)}/`.includes(`/${folder}/`))) ??
      tails?.map(inside).find(list => list.length > 0) ??
      []
    )
  }
}

function nonEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined
}

function missingInclude({ path, mayBeMissing }: IncludeEntry, changelog: string): LayoutProblem {
  const what = `${changelog} includes ${path}, which is not among the files here: it was not read`
  const common = { ruleId: 'missing-applied-file', file: changelog } as const
  if (mayBeMissing === true) return { ...common, message: `${what}.`, severity: 'info' }
  return {
    ...common,
    message: `${what}, and Liquibase stops where it is not there either.`,
    instead:
      'Bring the file back, or take the include out. Where it may be missing, say errorIfMissing="false".',
    severity: 'warning',
  }
}

/** An error, as for other code that cannot be read: whole migrations go unseen. */
function unreadInclude({ path }: IncludeEntry, changelog: string): LayoutProblem {
  return {
    ruleId: 'unknown-statement',
    file: changelog,
    message: `${changelog} includes ${path}: changelogs in Groovy cannot be read, so this one was not checked.`,
    instead:
      'Look over what it does by hand: `liquibase update-sql` prints its statements, and this tool can check them as a SQL file.',
    severity: 'error',
  }
}

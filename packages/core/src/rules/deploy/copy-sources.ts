import { objectsNamed } from '../../schema/find-objects.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { qualifiedNamesIn } from '../../schema/sql-text.ts'

/** Where the rows of a table come from: object keys, or what cannot be told. */
export type Sources = ReadonlySet<string> | 'unknown'

export const noSources: Sources = new Set()

/** Of the rows that this statement puts into its table. Those that it spells out come from nowhere else. */
export function sourcesOf({ operation, statement, before }: Step): Sources {
  // What a tool hands over may have been read before.
  const isComputed = statement.reading === 'recorded' || statement.approximate === true
  if (operation.kind === 'create-table' && operation.asSelect !== true) return noSources
  if (!/\b(?:select|from|join|table|call|execute)\b/i.test(statement.text)) {
    return operation.kind === 'insert-rows' && isComputed ? 'unknown' : noSources
  }
  const names = [...new Set(qualifiedNamesIn(statement.text))]
  const isView = (name: string): boolean =>
    objectsNamed(before, name).some(({ type }) => type === 'view' || type === 'materialized-view')
  if (names.some(isView) || fromFunction.test(statement.text)) return 'unknown'
  return new Set(
    names.flatMap(name => (findTable(before, name) === undefined ? [] : [before.semantics.objectKey(name)])),
  )
}

/** `FROM old_users()`, whose rows come from where nobody sees; `extract(dow FROM now())` reads none, nor does `LATERAL (SELECT`. */
const fromFunction =
  /(?<!\bextract\s*\(\s*\w+\s+)\b(?:from|join)\s+(?:lateral\s+)?(?!lateral\b|generate_series\b|unnest\b)[\w."`]+\s*\(/i

/** Which tables that a deploy has made hold copies of which others, found by the other. */
export class CopiesBySource {
  readonly #sources = new Map<string, Sources>()
  readonly #copies = new Map<string, Set<string>>()
  #isTaken = false

  /** The rows of a made table now come from these too. False: what was taken out of a table before may be among them. */
  add(table: string, sources: Sources): boolean {
    const known = this.#sources.get(table) ?? noSources
    const own = sources === 'unknown' ? [] : [...sources].filter(each => each !== table)
    const beyond = own.map(each => this.#sources.get(each) ?? noSources)
    const isUnknown = [sources, known, ...beyond].includes('unknown')
    const all: Sources = isUnknown
      ? 'unknown'
      : new Set([known, new Set(own), ...beyond].flatMap(each => (each === 'unknown' ? [] : [...each])))
    this.#sources.set(table, all)
    for (const source of all === 'unknown' ? [unknown] : all) this.#note(source, table)
    return all !== 'unknown' || !this.#isTaken
  }

  rename(from: string, to: string): void {
    const sources = this.#sources.get(from)
    this.#sources.delete(from)
    this.#sources.delete(to)
    if (sources !== undefined) this.add(to, sources)
  }

  forget(table: string): void {
    this.#sources.delete(table)
  }

  /** Those that may hold what is no longer in this table; each is given once. */
  copiesOf(source: string): readonly string[] {
    this.#isTaken = true
    const found = [...(this.#copies.get(source) ?? []), ...(this.#copies.get(unknown) ?? [])]
    this.#copies.delete(source)
    this.#copies.delete(unknown)
    return found
  }

  #note(source: string, table: string): void {
    const tables = this.#copies.get(source)
    if (tables === undefined) this.#copies.set(source, new Set([table]))
    else tables.add(table)
  }
}

/** No object key. */
const unknown = ''

import { comparePathsNaturally } from './compare-names.ts'
import { stemOf } from './path-names.ts'

interface Link {
  readonly path: string
  readonly from: string
  readonly to: string
}

/** `2d590ffa-9143a511.patch.sql`: the state that it starts from, and the one that it leads to. */
const linkName = /^([0-9a-f]{6,40})-([0-9a-f]{6,40})(?:\.|$)/

/**
 * Scripts that are all named after the states of the schema before and after them, in the order of that chain; what
 * belongs to one link, as `.patch` and `.cleanup` do, in reverse by name: the patch first. Undefined where the names
 * are no chain.
 */
export function inChain(paths: readonly string[]): readonly string[] | undefined {
  const links = paths.map(linkOf)
  const known = links.filter(link => link !== undefined)
  const sources = new Map<string, Link[]>()
  for (const link of known) sources.set(link.from, [...(sources.get(link.from) ?? []), link])
  const joined = known.filter(({ to }) => sources.has(to)).length
  if (known.length < Math.max(paths.length, 2) || joined < known.length / 2) return undefined

  const missing = new Map<string, number>()
  for (const { to } of known) missing.set(to, (missing.get(to) ?? 0) + 1)
  const ordered = new Set(byPath(known.filter(({ from }) => !missing.has(from))))
  // The set grows while it is walked.
  for (const { to } of ordered) {
    const left = (missing.get(to) ?? 0) - 1
    missing.set(to, left)
    if (left === 0) for (const next of byPath(sources.get(to) ?? [])) ordered.add(next)
  }
  // What is in a circle has no first one.
  return [...ordered, ...byPath(known.filter(link => !ordered.has(link)))].map(({ path }) => path)
}

function linkOf(path: string): Link | undefined {
  const [, from, to] = linkName.exec(stemOf(path)) ?? []
  return from === undefined || to === undefined || from.length !== to.length ? undefined : { path, from, to }
}

function byPath(links: readonly Link[]): Link[] {
  return links.toSorted((one, other) => comparePathsNaturally(other.path, one.path))
}

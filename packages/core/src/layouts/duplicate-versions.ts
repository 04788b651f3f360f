import type { DialectName } from '../migration/migration.ts'
import type { LayoutProblem } from './layout.ts'

export interface Versioned {
  readonly version: string
  readonly file: string
  /** Those that it is for; absent: all. */
  readonly engines?: readonly DialectName[]
}

/** One problem for every file whose version an earlier one already has, on an engine that both are for. `consequence` is
 * the runner's. */
export function duplicateVersions(
  items: readonly Versioned[],
  consequence: string,
): readonly LayoutProblem[] {
  const kept = new Map<string, Versioned[]>()
  const problems: LayoutProblem[] = []
  for (const item of items) {
    const { version, file } = item
    const others = kept.get(version) ?? []
    const earlier = others.find(other => meet(other, item))
    if (earlier === undefined) kept.set(version, [...others, item])
    else
      problems.push({
        ruleId: 'duplicate-version',
        file,
        message: `Version ${version} is also the version of ${earlier.file}: ${consequence}`,
      })
  }
  return problems
}

function meet(first: Versioned, second: Versioned): boolean {
  return second.engines === undefined || first.engines?.some(name => second.engines?.includes(name)) !== false
}

/** So many files that share their version are no slip: the runner does not go by it, or has never run. */
const habit = 4

/** One problem for all of them, where they are a habit; `shared` is what the files have in common. */
export function oncePerHabit(
  problems: readonly LayoutProblem[],
  shared: string,
  consequence: string,
): readonly LayoutProblem[] {
  const last = problems.at(-1)
  if (last === undefined || problems.length < habit) return problems
  const message = `${problems.length} files here ${shared}, this one the last: ${consequence}`
  return [{ ...last, message }]
}

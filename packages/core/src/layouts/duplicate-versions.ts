import type { LayoutProblem } from './layout.ts'

export interface Versioned {
  readonly version: string
  readonly file: string
}

/** One problem for every file whose version an earlier one already has. `consequence` is the runner's. */
export function duplicateVersions(
  items: readonly Versioned[],
  consequence: string,
): readonly LayoutProblem[] {
  const first = new Map<string, string>()
  const problems: LayoutProblem[] = []
  for (const { version, file } of items) {
    const earlier = first.get(version)
    if (earlier === undefined) first.set(version, file)
    else
      problems.push({
        ruleId: 'duplicate-version',
        file,
        message: `Version ${version} is also the version of ${earlier}: ${consequence}`,
      })
  }
  return problems
}

/** One change of a sqitch plan, in the plan's order. */
export interface PlannedChange {
  /** `users`, or `users@v1.0` for a change that a later one of the same name reworks. */
  readonly name: string
  /** Where its scripts are: `deploy/<script>.sql`. */
  readonly script: string
}

/**
 * sqitch plan syntax: a change starts its line with its name; `%` is a pragma, `@` a tag, `#` a comment. A line
 * whose name was there before reworks it, and requires the earlier one by its tag: `users [users@v1.0]`; the
 * earlier scripts carry that tag.
 */
export function readSqitchPlan(text: string): readonly PlannedChange[] {
  const changes: PlannedChange[] = []
  const latest = new Map<string, number>()
  let tag = ''
  for (const line of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map(one => one.trim())) {
    const word = line.split(/\s/)[0] ?? ''
    if (word === '' || word.startsWith('%') || word.startsWith('#')) continue
    if (word.startsWith('@')) {
      tag = word
      continue
    }
    const name = word.replace(/^[+-]/, '')
    const earlier = latest.get(name)
    if (earlier !== undefined) {
      const tagged = requiredTag(line, name) ?? name + tag
      changes[earlier] = { name: tagged, script: tagged }
    }
    latest.set(name, changes.length)
    changes.push({ name, script: name })
  }
  return changes
}

function requiredTag(line: string, name: string): string | undefined {
  const requirements = /\[([^\]]*)\]/.exec(line)?.[1] ?? ''
  return requirements.split(/\s+/).find(requirement => requirement.startsWith(`${name}@`))
}

/** One change of a sqitch plan, in the plan's order. */
export interface PlannedChange {
  /** `users`, or `users@v1.0` for a change that a later one of the same name reworks. */
  readonly name: string
  /** Where its scripts may be, `deploy/<script>.sql`; Sqitch takes the first that is there. */
  readonly scripts: readonly string[]
}

/**
 * sqitch plan syntax: a change starts its line with its name; `%` is a pragma, `@` a tag, `#` a comment. A line
 * whose name was there before reworks it, and requires the earlier one by its tag: `users [users@v1.0]`; the
 * earlier scripts carry any of the tags in between (App::Sqitch::Plan::Change, _path_segments).
 */
export function readSqitchPlan(text: string): readonly PlannedChange[] {
  const changes: PlannedChange[] = []
  const latest = new Map<string, number>()
  const tags: { readonly tag: string; readonly after: number }[] = []
  for (const line of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map(one => one.trim())) {
    const word = line.split(/\s/)[0] ?? ''
    if (word === '' || word.startsWith('%') || word.startsWith('#')) continue
    if (word.startsWith('@')) {
      tags.push({ tag: word, after: changes.length })
      continue
    }
    const name = word.replace(/^[+-]/, '')
    const earlier = latest.get(name)
    if (earlier !== undefined) {
      const required = requiredTag(line, name)
      const between = tags.filter(({ after }) => after > earlier).map(({ tag }) => name + tag)
      const tagged = required ?? between.at(-1) ?? name
      changes[earlier] = { name: tagged, scripts: between.length > 0 ? between : [tagged] }
    }
    latest.set(name, changes.length)
    changes.push({ name, scripts: [name] })
  }
  return changes
}

function requiredTag(line: string, name: string): string | undefined {
  const requirements = /\[([^\]]*)\]/.exec(line)?.[1] ?? ''
  return requirements.split(/\s+/).find(requirement => requirement.startsWith(`${name}@`))
}

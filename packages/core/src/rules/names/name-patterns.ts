import { oncePer } from '../../schema/once-per.ts'

/** Gives the first pattern that a name matches, case ignored; `*` stands for any characters. */
export function nameMatcher(patterns: unknown): (name: string) => string | undefined {
  return Array.isArray(patterns) ? matcherOf(patterns) : () => undefined
}

const matcherOf = oncePer((patterns: readonly unknown[]): ((name: string) => string | undefined) => {
  const list = patterns
    .filter(pattern => typeof pattern === 'string')
    .map(pattern => ({ pattern, parts: pattern.toLowerCase().split('*') }))
  return name => {
    const lower = name.toLowerCase()
    return list.find(({ parts }) => matches(parts, lower))?.pattern
  }
})

/** The parts between the `*` of a pattern. */
function matches(parts: readonly string[], name: string): boolean {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return name === first
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false
  return containsInOrder(name.slice(first.length, name.length - last.length), parts.slice(1, -1))
}

function containsInOrder(text: string, parts: readonly string[]): boolean {
  let position = 0
  for (const part of parts) {
    const found = text.indexOf(part, position)
    if (found === -1) return false
    position = found + part.length
  }
  return true
}

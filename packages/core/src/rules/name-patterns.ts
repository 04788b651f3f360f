/** Gives the first pattern that a name matches, case ignored; `*` stands for any characters. */
export function nameMatcher(patterns: unknown): (name: string) => string | undefined {
  const list = Array.isArray(patterns) ? patterns.filter(pattern => typeof pattern === 'string') : []
  return name => list.find(pattern => matches(pattern.toLowerCase(), name.toLowerCase()))
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return name === pattern
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

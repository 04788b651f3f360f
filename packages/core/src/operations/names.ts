import type { ObjectName } from './column.ts'

/** The parts of a dotted name, without their quotes: `audit."a.b"` is ['audit', 'a.b']. */
export function nameParts(name: ObjectName): readonly string[] {
  if (!name.includes('"')) return name.split('.')
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (const character of name) {
    if (character === '"') quoted = !quoted
    else if (character === '.' && !quoted) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part]
}

/** `users` of `audit.users`. */
export function bareName(name: ObjectName): string {
  if (!name.includes('"')) return name.slice(name.lastIndexOf('.') + 1)
  return nameParts(name).at(-1) ?? name
}

export function joinName(parts: readonly string[]): ObjectName {
  return parts.map(part => (part.includes('.') ? `"${part}"` : part)).join('.')
}

/** The same place, another last part: `audit.users` and `people` make `audit.people`. */
export function besideName(name: ObjectName, bare: string): ObjectName {
  return joinName([...nameParts(name).slice(0, -1), bare])
}

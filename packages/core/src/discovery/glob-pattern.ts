import { UserError } from '../user-error.ts'

/** Does a path given by the user stand for several files? */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path)
}

/** The folder above the first special character: `db/0*.sql` → `db`. */
export function globBase(pattern: string): string {
  const plain = pattern.slice(0, pattern.search(/[*?{[]/))
  const slash = plain.lastIndexOf('/')
  return slash < 0 ? '.' : plain.slice(0, slash)
}

/** `*` and `?` stay in one folder, `**` crosses folders, `{a,b}` and `[abc]` are alternatives. */
export function globToRegExp(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '')
  let source = ''
  let braces = 0
  for (let index = 0; index < plain.length; index++) {
    const character = plain.charAt(index)
    if (plain.startsWith('**/', index)) {
      source += '(?:[^/]+/)*'
      index += 2
    } else if (plain.startsWith('**', index)) {
      source += '.*'
      index += 1
    } else if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '{') {
      source += '(?:'
      braces++
    } else if (character === '}' && braces > 0) {
      source += ')'
      braces--
    } else if (character === ',' && braces > 0) source += '|'
    else if (character === '[' && plain.indexOf(']', index + 1) > 0) {
      const end = plain.indexOf(']', index + 1)
      const set = plain.slice(index + 1, end).replace(/[\\^]/g, '\\$&')
      source += set.startsWith('!') ? `[^${set.slice(1)}/]` : `[${set}]`
      index = end
    } else source += character.replace(/[.+^$()|[\]{}\\]/, '\\$&')
  }
  try {
    return new RegExp(`^${source}${')'.repeat(braces)}$`)
  } catch {
    throw new UserError(`The pattern ${pattern} is not valid.`)
  }
}

import { UserError } from '../user-error.ts'

/** The names of applied migrations: a JSON array of strings, or one name a line (`#` starts a comment line). */
export function parseAppliedList(text: string, source: string): readonly string[] {
  const plain = text.replace(/^\uFEFF/, '').trim()
  if (plain.startsWith('[')) return fromJson(plain, source)
  return plain
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}

function fromJson(text: string, source: string): readonly string[] {
  const names = parsed(text, source)
  if (!Array.isArray(names) || !names.every(name => typeof name === 'string' || typeof name === 'number'))
    throw new UserError(`${source}: the JSON list of applied migrations must hold names only.`)
  return names.map(String)
}

function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError(`${source} starts with [ but is not a JSON array: give names, one a line or as JSON.`)
  }
}

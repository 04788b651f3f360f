import type { DialectName } from '../migration/migration.ts'
import { dialectOfDriver } from './driver-names.ts'

/** What the text of a knexfile shows without running it. */
export interface KnexfileText {
  readonly client?: { readonly name: string; readonly dialect: DialectName }
  /** As written: relative to the knexfile. */
  readonly folders: readonly string[]
  /** `sortDirsSeparately: true`: one folder after the other, in the order in which they are named. */
  readonly sortsFoldersApart: boolean
  /** `loadExtensions: ['.mjs']`: only files whose last extension is one of these are migrations. */
  readonly extensions?: readonly string[]
}

/** Far enough for a `migrations` object, short enough not to read the next one's keys. */
const reach = 400

export function scanKnexfile(text: string): KnexfileText {
  const client = clientIn(text)
  const listed = /\bloadExtensions['"]?\s*:\s*\[([^\]]{0,200})\]/.exec(text)?.[1]
  const extensions = [...(listed ?? '').matchAll(/['"`](\.\w{1,10})['"`]/g)].map(
    ([, extension = '']) => extension,
  )
  return {
    ...(client && { client }),
    folders: foldersIn(text),
    sortsFoldersApart: /\bsortDirsSeparately['"]?\s*:\s*true\b/.test(text),
    ...(extensions.length > 0 && { extensions }),
  }
}

/** With several environments, the one of `production` counts. */
function clientIn(text: string): KnexfileText['client'] {
  const production = text.search(/\bproduction['"]?\s*:/)
  return firstClient(production < 0 ? '' : text.slice(production)) ?? firstClient(text)
}

function firstClient(text: string): KnexfileText['client'] {
  for (const [, name = ''] of text.matchAll(/\bclient['"]?\s*:\s*['"`]([\w-]+)['"`]/g)) {
    const dialect = dialectOfDriver(name)
    if (dialect !== undefined) return { name, dialect }
  }
  return undefined
}

function foldersIn(text: string): readonly string[] {
  const folders: string[] = []
  for (const { index } of text.matchAll(/\bmigrations['"]?\s*[:=]\s*\{/g)) {
    const settings = text.slice(index, index + reach)
    const end = settings.indexOf('}')
    const value = /\bdirectory['"]?\s*:\s*([^\n}]+)/.exec(end < 0 ? settings : settings.slice(0, end))?.[1]
    if (value !== undefined) folders.push(...foldersOf(value, text))
  }
  return [...new Set(folders)]
}

/** `'./db'`, `['./a', './b']`, `path.join(__dirname, 'db', 'migrations')`, or a constant of the same file. */
function foldersOf(value: string, text: string): readonly string[] {
  const literals = [...value.matchAll(/['"`]([^'"`\n]*)['"`]/g)].map(([, literal = '']) =>
    literal.replace(/^\$\{__dirname\}/, '.'),
  )
  if (literals.some(literal => literal.includes('$'))) return []
  if (literals.length > 0) return value.trimStart().startsWith('[') ? literals : [literals.join('/')]
  const name = /^(\w+)\s*,?$/.exec(value.trimEnd())?.[1]
  const constant =
    name === undefined ? undefined : new RegExp(`\\b${name}\\s*=\\s*['"]([^'"\\n]+)['"]`).exec(text)?.[1]
  return constant === undefined ? [] : [constant]
}

import { folderOf } from '../layouts/path-names.ts'
import type { DialectName } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import type { DialectEvidence } from './detect-dialect.ts'

const names: ReadonlyMap<string, DialectName> = new Map<string, DialectName>([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['pg', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
])

/** When all files are under folders of an engine: `migrations/mysql/…`, `mysql-migrations/…`. Folders of several
 * engines cannot be one history, whatever lies beside them, so that is a UserError. */
export function dialectFromFolderName(paths: readonly string[]): DialectEvidence | undefined {
  const found = new Map<DialectName, { readonly word: string; readonly folder: string }>()
  let isMixed = false
  for (const path of paths) {
    const parts = folderOf(path).split('/')
    const at = parts.findLastIndex(part => engineOf(part) !== undefined)
    const word = parts[at] ?? ''
    const name = engineOf(word)
    if (name === undefined) isMixed = true
    else found.set(name, { word, folder: parts.slice(0, at + 1).join('/') })
  }
  const [only, ...others] = found
  if (others.length > 0) {
    const folders = [...found.values()].map(({ folder }) => folder)
    throw new UserError(
      `These migrations are for several engines: name one of ${folders.toSorted().join(', ')}.`,
    )
  }
  return isMixed || only === undefined
    ? undefined
    : { name: only[0], evidence: `the folder is called ${only[1].word}` }
}

/** `mysql`, `postgresql-migrations`, `migrations_sqlite`; not a migration's own name. */
function engineOf(folder: string): DialectName | undefined {
  const words = folder.toLowerCase().split(/[-_.]/)
  const rest = words.filter(word => !/^(?:migrations?|migrate|sql|db|schema)$/.test(word))
  return rest.length === 1 ? names.get(rest[0] ?? '') : undefined
}

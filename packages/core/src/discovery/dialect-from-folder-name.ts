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
  const found = new Map<DialectName, string>()
  let isMixed = false
  for (const path of paths) {
    const folder = folderOf(path)
      .split('/')
      .findLast(part => engineOf(part) !== undefined)
    const name = folder === undefined ? undefined : engineOf(folder)
    if (folder === undefined || name === undefined) isMixed = true
    else found.set(name, folder)
  }
  const [only, ...others] = found
  if (others.length > 0)
    throw new UserError(
      `These migrations are for several engines (folders ${[...found.values()].join(', ')}): name one folder.`,
    )
  return isMixed || only === undefined
    ? undefined
    : { name: only[0], evidence: `the folder is called ${only[1]}` }
}

/** `mysql`, `postgresql-migrations`, `migrations_sqlite`; not a migration's own name. */
function engineOf(folder: string): DialectName | undefined {
  const words = folder.toLowerCase().split(/[-_.]/)
  const rest = words.filter(word => !/^(?:migrations?|migrate|sql|db|schema)$/.test(word))
  return rest.length === 1 ? names.get(rest[0] ?? '') : undefined
}

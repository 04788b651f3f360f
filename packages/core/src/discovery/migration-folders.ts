import { isCode } from '../layouts/code-migration-tool.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf, isSql } from '../layouts/path-names.ts'

/** `migrations`, `knex_migrations`, `migrations_sqlite`; not `20240101_migrate`, which is one migration. */
const folderName = /^(?!\d)(?:.*[-_])?(?:migrations?|migrate)$/i
const folderOfSql = /^migrations?[-_][a-z]\w*$/i

/** Built, foreign or made-up files: what lies in these is not the project's own migration. */
const passedOver: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'vendor',
  'test',
  'tests',
  '__tests__',
  'fixtures',
  '__fixtures__',
  'examples',
])

export function isPassedOver(folder: string): boolean {
  return folder.split('/').some(part => passedOver.has(part))
}

/** The folders of the project that are called like a migration folder and hold SQL or code; of nested ones the
 * innermost. */
export async function migrationFolders(files: ProjectFiles): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of await files.list('.')) {
    if (!isSql(path) && !isCode(path)) continue
    const parts = path.split('/').slice(0, -1)
    const index = parts.findLastIndex(
      part => folderName.test(part) || (isSql(path) && folderOfSql.test(part)),
    )
    const above = index < 0 ? [] : parts.slice(0, index + 1)
    const folder = above.join('/')
    if (above.length > 0 && !isPassedOver(folder)) found.add(folder)
  }
  if (found.size === 0 && (await files.list('.', 2)).some(isNumberedAtTheTop)) return ['.']
  const innermost = [...found].filter(folder => ![...found].some(other => other.startsWith(`${folder}/`)))
  const paths = await files.list('.')
  return innermost.flatMap(folder => historiesIn(folder, paths))
}

/** `migrations/<database>/<version>_<name>/up.sql`, as Hasura has it: each database has its own history. */
function historiesIn(folder: string, paths: readonly string[]): readonly string[] {
  const scripts = paths.filter(path => path.startsWith(`${folder}/`) && isSql(path))
  const parents = new Set(scripts.filter(isWholeFolder).map(path => folderOf(folderOf(path))))
  const isSplit = !parents.has(folder) && parents.size > 1
  return isSplit ? [...parents].filter(parent => !isPassedOver(parent)) : [folder]
}

/** The script's folder is the migration. */
function isWholeFolder(path: string): boolean {
  return /\/(?:up|migration)\.sql$/.test(path)
}

/** The working directory is the migration folder: `001_x.sql`, `V1__x.sql` or `2024_x/up.sql` lies in it. */
function isNumberedAtTheTop(path: string): boolean {
  return isSql(path) && /^(?:V?\d[^/]*|\d[^/]*\/(?:up|migration)\.sql)$/.test(path)
}

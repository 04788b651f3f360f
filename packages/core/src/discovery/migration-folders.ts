import { isCode } from '../layouts/code-migration-tool.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { isSql } from '../layouts/path-names.ts'

const folderName = /(?:^|[-_])(?:migrations?|migrate)$/i

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

/** The folders of the project that are called like a migration folder and hold SQL or code; of nested ones the
 * innermost. */
export async function migrationFolders(files: ProjectFiles): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of await files.list('.')) {
    if (!isSql(path) && !isCode(path)) continue
    const parts = path.split('/').slice(0, -1)
    const index = parts.findLastIndex(part => folderName.test(part))
    const above = index < 0 ? [] : parts.slice(0, index + 1)
    if (above.length > 0 && !above.some(part => passedOver.has(part))) found.add(above.join('/'))
  }
  if (found.size === 0 && (await files.list('.', 2)).some(isNumberedAtTheTop)) return ['.']
  return [...found].filter(folder => ![...found].some(other => other.startsWith(`${folder}/`)))
}

/** The working directory is the migration folder: `001_x.sql`, `V1__x.sql` or `2024_x/up.sql` lies in it. */
function isNumberedAtTheTop(path: string): boolean {
  return isSql(path) && /^(?:V?\d[^/]*|\d[^/]*\/(?:up|migration)\.sql)$/.test(path)
}

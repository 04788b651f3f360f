import { dialects } from '../dialects/index.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import type { DialectName, Script } from '../migration/migration.ts'
import { readSqlScript } from './sql/read-sql-script.ts'

/** The schema dump that the config names. */
export async function readBaseline(
  file: string | undefined,
  dialect: DialectName,
  files: ProjectFiles,
): Promise<Script | undefined> {
  if (file === undefined) return undefined
  await dialects[dialect].load()
  return readSqlScript({ file, transaction: 'none' }, await files.read(file), dialects[dialect])
}

/** For the header of the report. */
export function baselineLine({ file, statements }: Script): string {
  const unread = statements.filter(({ reading }) => reading === 'partial' || reading === 'unknown').length
  return `baseline: ${file} (${statements.length} statements${unread === 0 ? '' : `, ${unread} of them not read`})`
}

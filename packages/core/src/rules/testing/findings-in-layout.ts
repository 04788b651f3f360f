import { dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import type { Layout } from '../../layouts/layout.ts'
import { lint } from '../../lint.ts'
import type { DialectName } from '../../migration/migration.ts'
import { readMigrations } from '../../readers/read-migrations.ts'
import type { Finding } from '../finding.ts'

/** What is said of files that a layout's runner runs. */
export async function findingsInLayout(
  layout: Layout,
  files: Readonly<Record<string, string>>,
  dialect: DialectName,
  /** How many of them, the first ones, are applied. */
  applied = 0,
): Promise<readonly Finding[]> {
  const projectFiles = memoryFiles(files)
  const { migrations: found } = await layout.arrange(Object.keys(files), projectFiles)
  await dialects[dialect].load()
  const { migrations } = await readMigrations({
    migrations: found.map((file, at) => ({ file, pending: at >= applied })),
    projectFiles,
    layout: layout.name,
    dialect: dialects[dialect],
    root: '/',
    knex: {},
  })
  const report = lint(migrations, { dialect })
  return [...report.findings, ...report.migrations.flatMap(({ findings }) => findings)]
}

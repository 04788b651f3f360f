import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownPackageFile } from '../../own-packages.ts'
import { toResults } from '../knex/knex-results.ts'
import type { Tool } from '../knex/protocol.ts'
import { realPath } from '../knex/real-path.ts'
import { type CodeFile, type CodeResult, type RunSetup, runFiles } from '../knex/run-files.ts'

export interface NodePgMigrateSetup extends RunSetup {
  /** `--decamelize`. */
  readonly isDecamelized?: boolean
}

export interface NodePgMigrations {
  readonly results: readonly CodeResult[]
  /** The project has no copy of the tool, so that ours wrote the SQL. */
  readonly isToolOurs: boolean
}

/**
 * Runs migrations with the builder of node-pg-migrate. All pending ones are one transaction, in both directions, but
 * for those that ask for none (`--single-transaction`, runner.ts).
 */
export async function readNodePgMigrations(
  files: readonly CodeFile[],
  setup: NodePgMigrateSetup,
): Promise<NodePgMigrations> {
  const projectsOwn = [files[0]?.path, join(setup.root, 'package.json')].find(
    from => from !== undefined && isFoundFrom(from),
  )
  const tool: Tool = {
    name: 'node-pg-migrate',
    foundFrom: projectsOwn ?? ownPackageFile(),
    isDecamelized: setup.isDecamelized ?? false,
  }
  const readings = await runFiles(files, setup, file => ({
    tool,
    before: files
      .slice(0, files.indexOf(file))
      .filter(definesShorthands)
      .map(({ path }) => realPath(path)),
  }))
  const results = toResults(readings, ({ up, down }, direction) =>
    (direction === 'up' ? up : down)?.transaction === false ? 'none' : 'batch',
  )
  return { results, isToolOurs: projectsOwn === undefined }
}

/** As Node looks for it where no environment variable names other folders. */
function isFoundFrom(from: string): boolean {
  const folder = dirname(from)
  if (existsSync(join(folder, 'node_modules', 'node-pg-migrate', 'package.json'))) return true
  return folder !== dirname(folder) && isFoundFrom(folder)
}

/** They hold for all files that come after it. The tool's template exports none: `exports.shorthands = undefined`. */
function definesShorthands({ source = '' }: CodeFile): boolean {
  return /\bshorthands\b(?!\s*(?::[^=\n]{1,80})?=\s*undefined\b)/.test(source)
}

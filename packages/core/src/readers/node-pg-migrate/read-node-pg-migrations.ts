import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownPackageFile } from '../../own-packages.ts'
import type { CodeFile, CodeResult } from '../knex/code-file.ts'
import { toResults } from '../knex/knex-results.ts'
import type { Tool } from '../knex/protocol.ts'
import { realPath } from '../knex/real-path.ts'
import { type RunSetup, runFiles } from '../knex/run-files.ts'
import { doubtInference, ourVersion } from './our-version.ts'
import type { ProjectSettings } from './project-settings.ts'

export interface NodePgMigrateSetup extends RunSetup {
  readonly project?: ProjectSettings
}

export interface NodePgMigrations {
  readonly results: readonly CodeResult[]
  /** What the SQL was made with, where the project has no copy of the tool. */
  readonly detected: readonly string[]
}

/**
 * Runs migrations with the builder of node-pg-migrate. All pending ones are one transaction, in both directions, but
 * for those that ask for none (`--single-transaction`, runner.ts).
 */
export async function readNodePgMigrations(
  files: readonly CodeFile[],
  setup: NodePgMigrateSetup,
): Promise<NodePgMigrations> {
  const project = files[0]?.path ?? setup.root
  // Nothing of the project runs: its copy of the tool neither.
  const isOurs = (setup.session?.engine ?? setup.engine) === 'never'
  const isInstalled = !isOurs && isFoundFrom(project)
  const tool: Tool = {
    name: 'node-pg-migrate',
    foundFrom: isInstalled ? project : ownPackageFile(),
    isDecamelized: setup.project?.isDecamelized ?? false,
  }
  const readings = await runFiles(files, setup, file => ({
    tool,
    before: files
      .slice(0, files.indexOf(file))
      .filter(definesShorthands)
      .map(({ path }) => realPath(path)),
  }))
  const results = toResults(readings, ({ up, down }, direction) => ({
    transaction: (direction === 'up' ? up : down)?.transaction === false ? 'none' : 'batch',
  }))
  if (isInstalled) return { results, detected: [] }
  return {
    results: doubtInference(results, setup.project?.version),
    detected: [
      `node-pg-migrate ${isOurs ? 'of the project is not run' : 'is not installed here'}: version ${ourVersion} of it made the SQL`,
    ],
  }
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

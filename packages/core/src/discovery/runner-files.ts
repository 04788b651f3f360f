import type { ProjectFiles } from '../layouts/layout.ts'
import { baseName } from '../layouts/path-names.ts'

export const javaScript: RegExp = /\.[cm]?[jt]s$/

/** Of files that run: none of a test, an example, or what a build has written. */
export function isRun(path: string): boolean {
  return !isTest.test(path)
}

const isTest =
  /(?:^|\/)(?:tests?|__tests__|fixtures|examples?|dist|build|public|vendor)\/|[._-](?:test|spec)\.|\.(?:d|min)\.[cm]?[jt]s$/i

/** Files anywhere in the project that may run migrations, without those of the folder itself. */
export async function likelyRunners(
  isCode: RegExp,
  folder: string,
  files: ProjectFiles,
): Promise<readonly string[]> {
  const all = (await files.list('.')).filter(
    path => isCode.test(path) && isRun(path) && !path.startsWith(`${folder}/`) && likely.test(baseName(path)),
  )
  return all.slice(0, mostFiles)
}

/** What files that run migrations are called. */
const likely = /database|db|knex|migrat|sqlite|connection|store|server|app|index|main|start|boot|init|setup/i

/** Of more, most are something else. */
const mostFiles = 300

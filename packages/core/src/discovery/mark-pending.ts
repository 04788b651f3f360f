import { resolve } from 'node:path'
import { UserError } from '../user-error.ts'
import { parseAppliedList } from './applied-list.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { openRepository } from './git.ts'
import { gitCommitFiles } from './git-files.ts'
import { memoryFiles } from './memory-files.ts'
import type { OpenProject } from './open-project.ts'
import { allPending, type MarkedMigrations, pendingByApplied } from './pending.ts'
import { pendingByGit } from './pending-by-git.ts'
import { projectFiles } from './project-files.ts'
import { sameTokens } from './same-tokens.ts'

/** Who says which migrations have run; at most one of these. */
export interface PendingRequest {
  /** Pending: what is not in this commit. */
  readonly since?: string
  /** Pending: what the git index changes. */
  readonly staged?: boolean
  /** Pending: all but the names in this file or text, one a line or as a JSON array. */
  readonly applied?: string | { readonly text: string }
}

export async function markPending(
  found: FoundMigrations,
  { since, staged, applied }: PendingRequest,
  project: OpenProject,
  cwd: string,
): Promise<MarkedMigrations> {
  if (applied !== undefined) {
    const [text, source] =
      typeof applied === 'string'
        ? [await projectFiles(cwd).read(applied), applied]
        : [applied.text, 'the list of applied migrations']
    return pendingByApplied(found, parseAppliedList(text, source))
  }
  if (since === undefined && staged !== true) return allPending(found)
  const repository = project.repository ?? (await openRepository(resolve(cwd)))
  refuseSubmodule(found, await repository.submodules())
  const commit = since === undefined ? await repository.head() : await repository.mergeBase(since)
  return pendingByGit(found, {
    files: project.files,
    base: commit === undefined ? memoryFiles({}) : await gitCommitFiles(repository, commit),
    baseName: since ?? 'HEAD',
    judgeEdited: since === undefined,
    sameTokens: (before, after) => sameTokens(before, after, found.dialect),
  })
}

/** The outer repository knows a submodule's commit, not its files. */
function refuseSubmodule({ migrations }: FoundMigrations, submodules: readonly string[]): void {
  const path = submodules.find(one => migrations.some(({ file }) => file.startsWith(`${one}/`)))
  if (path === undefined) return
  throw new UserError(
    `${path} is a git submodule, whose files this repository does not know: run migration-lint inside of it, or leave out --since and --staged.`,
  )
}

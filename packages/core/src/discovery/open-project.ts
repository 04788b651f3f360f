import type { ProjectFiles } from '../layouts/layout.ts'
import { decodeText } from './decode-text.ts'
import { openRepository, type Repository } from './git.ts'
import { gitIndexFiles } from './git-files.ts'
import { memoryFiles } from './memory-files.ts'
import { projectFiles, relativePath } from './project-files.ts'

export interface ProjectSource {
  /** Read what is staged, not what the disk holds. */
  readonly staged?: boolean
  /** A file that stands in front of the others. */
  readonly stdin?: { readonly filename: string; readonly text: string }
}

export interface OpenProject {
  readonly files: ProjectFiles
  /** Where they come from it. */
  readonly repository?: Repository
}

export async function openProject(cwd: string, { staged, stdin }: ProjectSource): Promise<OpenProject> {
  const repository = staged === true ? await openRepository(cwd) : undefined
  const files = repository === undefined ? projectFiles(cwd) : await gitIndexFiles(repository)
  const all =
    stdin === undefined ? files : inFront({ [relativePath(cwd, stdin.filename)]: stdin.text }, files)
  return { files: all, ...(repository && { repository }) }
}

function inFront(contents: Readonly<Record<string, string>>, behind: ProjectFiles): ProjectFiles {
  const front = memoryFiles(contents)
  return {
    async list(folder, depth) {
      return [
        ...new Set([...(await front.list(folder, depth)), ...(await behind.list(folder, depth))]),
      ].sort()
    },
    async exists(path) {
      return (await front.exists(path)) || behind.exists(path)
    },
    async read(path) {
      if (!Object.hasOwn(contents, path)) return behind.read(path)
      return decodeText(new TextEncoder().encode(await front.read(path)), path)
    },
  }
}

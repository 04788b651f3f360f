import { realpathSync } from 'node:fs'
import { basename, extname, relative, sep } from 'node:path'
import { isInside } from '../resolve-file.ts'

/** What may be handed into the sandbox: whatever a stranger's code is told, it can put into the report. */
export interface ReadableFiles {
  isCode(path: string): boolean
  isSql(path: string): boolean
  /** A folder in which `.sql` files may lie. */
  isFolder(path: string): boolean
}

const codeExtensions = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx', '.jsx', '.json'])
/** Keys lie as JSON beside the code: GitHub's action for Google Cloud puts `gha-creds-….json` there. */
const secretNames = /secret|credential|gha-creds|token|service[-_]?account|password|private[-_]?key/i

/** Code of the project and of its packages, and SQL files of the project; nothing whose name begins with a dot. */
export function readableFiles(root: string, packages: readonly string[]): ReadableFiles {
  const isInPackages = (path: string): boolean =>
    path.includes(`${sep}node_modules${sep}`) && [root, ...packages].some(folder => isInside(folder, path))
  const isInProject = (path: string): boolean =>
    isInside(root, path) &&
    !relative(root, path)
      .split(sep)
      .some(part => part.startsWith('.') || part === 'node_modules')
  return {
    isCode(path) {
      const real = realPath(path)
      if (real === undefined || !codeExtensions.has(extname(real))) return false
      const isSecret = extname(real) === '.json' && secretNames.test(basename(real))
      return isInPackages(real) || (isInProject(real) && !isSecret)
    },
    isSql(path) {
      const real = realPath(path)
      return real !== undefined && extname(real) === '.sql' && isInProject(real)
    },
    isFolder(path) {
      const real = realPath(path)
      return real !== undefined && isInProject(real)
    },
  }
}

/** A link inside of the project may lead out of it. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

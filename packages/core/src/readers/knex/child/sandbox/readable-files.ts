import { readdirSync, realpathSync } from 'node:fs'
import { basename, extname, join, relative, sep } from 'node:path'
import { isInside } from '../is-inside.ts'

/** What may be handed into the sandbox: whatever a stranger's code is told, it can put into the report. */
export interface ReadableFiles {
  isCode(path: string): boolean
  /** Code and SQL: what `fs` gives to a migration. */
  isText(path: string): boolean
  /** The names of the files in a folder that are texts; undefined where nobody may look. */
  textsIn(folder: string): readonly string[] | undefined
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
  const isCode = (path: string): boolean => {
    const real = realPath(path)
    if (real === undefined || !codeExtensions.has(extname(real))) return false
    const isSecret = extname(real) === '.json' && secretNames.test(basename(real))
    return isInPackages(real) || (isInProject(real) && !isSecret)
  }
  const isText = (path: string): boolean => {
    const real = realPath(path)
    return real !== undefined && isInProject(real) && (extname(real) === '.sql' || isCode(real))
  }
  return {
    isCode,
    isText,
    textsIn(folder) {
      const real = realPath(folder)
      return real !== undefined && isInProject(real)
        ? namesIn(real).filter(name => isText(join(real, name)))
        : undefined
    },
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
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

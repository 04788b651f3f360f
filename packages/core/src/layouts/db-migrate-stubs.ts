import { isCode } from './code-migration-tool.ts'
import type { ProjectFiles } from './layout.ts'
import { baseName, stemOf } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** A JavaScript migration, and the name before `-up.sql` of the script that it loads; absent: it loads none. */
export interface Stub {
  readonly file: string
  readonly name: string
  readonly script?: string
}

const scriptName = /['"`](?:[^'"`\n]*\/)?(\d{8,14}-[^'"`\n/]+)-up\.sql['"`]/

/** The stub's own name is what the history stores; the script may have another, after a renaming. */
export async function readStubs(paths: readonly string[], files: ProjectFiles): Promise<readonly Stub[]> {
  const code = paths.filter(path => isCode(path) && /^\d{8,14}-.+/.test(baseName(path)))
  return Promise.all(
    code.map(async file => {
      const script = scriptName.exec((await textIfReadable(files, file)) ?? '')?.[1]
      return { file, name: stemOf(file), ...(script !== undefined && { script }) }
    }),
  )
}

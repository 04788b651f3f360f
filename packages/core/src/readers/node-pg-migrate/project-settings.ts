import type { ProjectFiles } from '../../layouts/layout.ts'

/** What the project's package.json says of node-pg-migrate. */
export interface ProjectSettings {
  /** `--decamelize`: the tool takes its options from its command line, which is mostly a script of the package. */
  readonly isDecamelized: boolean
  /** As written: `^6.2.2`. */
  readonly version?: string
}

export async function projectSettings(files: ProjectFiles): Promise<ProjectSettings> {
  if (!(await files.exists('package.json'))) return { isDecamelized: false }
  const text = await files.read('package.json')
  const version = /"node-pg-migrate"\s*:\s*"([^"\n]{1,50})"/.exec(text)?.[1]
  return {
    isDecamelized: /node-pg-migrate[^"\n]{0,500} --decamelize\b/.test(text),
    ...(version !== undefined && { version }),
  }
}

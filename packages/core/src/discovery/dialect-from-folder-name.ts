import type { DialectName } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { enginesInPaths, type NamedEngine } from './engine-in-path.ts'

/** When all files are under folders of an engine. Files of several engines cannot be one history, whatever lies beside
 * them, so that is a UserError. */
export function dialectFromFolderName(paths: readonly string[]): DialectEvidence | undefined {
  const named = enginesInPaths(paths)
  const found = new Map<DialectName, NamedEngine>()
  for (const engine of named.values()) if (engine.name !== undefined) found.set(engine.name, engine)
  const [only, ...others] = found
  if (only === undefined) return undefined
  if (others.length > 0 || hasForeign(named)) throw severalEngines([...found.values()])
  return named.size < paths.length
    ? undefined
    : { name: only[0], evidence: `the folder is called ${folderName(only[1])}` }
}

function hasForeign(named: ReadonlyMap<string, NamedEngine>): boolean {
  return [...named.values()].some(({ name }) => name === undefined)
}

function folderName({ folder = '' }: NamedEngine): string {
  return folder.slice(folder.lastIndexOf('/') + 1)
}

function severalEngines(engines: readonly NamedEngine[]): UserError {
  const folders = engines.flatMap(({ folder }) => folder ?? []).toSorted()
  if (folders.length < engines.length) {
    const names = engines.map(({ word }) => word).toSorted()
    return new UserError(`These migrations are for several engines (${names.join(', ')}): give --dialect.`)
  }
  return new UserError(
    `These migrations are for several engines: name one of ${folders.join(', ')}, or give --dialect.`,
  )
}

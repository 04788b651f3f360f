import type { Environment } from './environment.ts'
import type { ModuleLoader } from './load-module.ts'

export interface Surroundings {
  readonly environment: Environment
  readonly loader: ModuleLoader
}

export type Progress = 'not loaded' | 'loaded' | 'through'

/**
 * Tries with no environment variables, then with all that are asked for, then with stand-ins for the project's files
 * that throw when they are imported. The first that gets through counts, else the first that could at least be loaded,
 * else the very first.
 */
export async function attempt<Result>(
  { environment, loader }: Surroundings,
  act: () => Promise<Result>,
  progressOf: (result: Result) => Progress,
): Promise<Result> {
  const once = (isSet: boolean, isForgiving: boolean): Promise<Result> => {
    environment.reset({ isSet })
    loader.reset({ isForgiving })
    return act()
  }
  const bare = await once(false, false)
  let best = bare
  const isThrough = (result: Awaited<Result>): boolean => {
    const progress = progressOf(result)
    if (progress !== 'not loaded' && progressOf(best) === 'not loaded') best = result
    return progress === 'through'
  }
  if (isThrough(bare)) return bare
  if (environment.wasRead) {
    const equipped = await once(true, false)
    if (isThrough(equipped)) return equipped
  }
  if (loader.brokenImports > 0) {
    const forgiven = await once(true, true)
    if (isThrough(forgiven)) return forgiven
  }
  return best
}

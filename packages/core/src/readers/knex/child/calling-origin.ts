import { captureFrames } from './call-site.ts'
import type { ModuleLoader } from './load-module.ts'
import type { Origin } from './run.ts'
import { framesBeingRead } from './static/create-interpreter.ts'

/** The project's code that is calling right now, run or read; undefined when only a tool is on the stack. */
export function callingOrigin(loader: ModuleLoader, chained: boolean): Origin | undefined {
  const read = framesBeingRead()
  const frames = read.length > 0 ? read : captureFrames(loader.isProjectFile)
  const [innermost] = frames
  if (innermost === undefined) return undefined
  return { frames, chained, isAwaited: innermost.isAwaiting === true }
}

/** 1-based, in the code that runs, which may differ from the source that it was made of. */
export interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Not calling, but waiting for what calls. */
  readonly isAwaiting?: boolean
  /** Of a file that is read, not run: the place is already the one in the source. */
  readonly isRead?: boolean
}

const framesLookedAt = 60

/** The frames that called us and that belong to project files, innermost first. */
export function captureFrames(isProjectFile: (file: string) => boolean): readonly Frame[] {
  const frames: Frame[] = []
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = framesLookedAt
  Error.prepareStackTrace = (_error, callSites) => {
    for (const callSite of callSites) {
      const file = callSite.getFileName()
      // The frame of Promise.all has an index where others have a place.
      if (typeof file !== 'string' || !isProjectFile(file) || callSite.isPromiseAll()) continue
      const place = { file, line: callSite.getLineNumber() ?? 1, column: callSite.getColumnNumber() ?? 1 }
      frames.push(callSite.isAsync() ? { ...place, isAwaiting: true } : place)
    }
    return ''
  }
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, captureFrames)
  void holder.stack
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  return frames
}

/** The project frames of an error that somebody else made, from its printed stack. */
export function framesOfError(error: unknown, isProjectFile: (file: string) => boolean): readonly Frame[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return []
  return error.stack.split('\n', framesLookedAt).flatMap(line => {
    const found = /\(?([^()\s][^()]*):(\d{1,7}):(\d{1,7})\)?$/.exec(line.slice(0, 2000))
    const file = found?.[1]?.replace(/^\s*at (async )?/, '')
    if (file === undefined || !isProjectFile(file)) return []
    return [{ file, line: Number(found?.[2]), column: Number(found?.[3]) }]
  })
}

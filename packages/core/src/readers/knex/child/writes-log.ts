import type { Frame } from './call-site.ts'

export const writesFiles = 'It writes to the file system.'

/** `lib/logger.js`, `logging/index.ts`, `utils/appLogger.ts`. */
const loggers = /(?:^|[\\/])(?:log(?:s|ging)?(?![a-z])|[\w.-]*logger)[^\\/]*(?:[\\/][^\\/]+)?$/i

/** What a logger writes to its file is no more of an effect than what the console prints. `frames`: innermost first. */
export function writesLog(message: string, [frame]: readonly Frame[]): boolean {
  return message === writesFiles && frame !== undefined && loggers.test(frame.file)
}

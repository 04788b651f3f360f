import { pathFunctions } from '../../path-functions.ts'
import { askHost } from '../host.ts'

/** Node's own functions, which reach nothing; the keeper of the sandbox calls them. */
const functions = Object.fromEntries(
  pathFunctions.map(name => [
    name,
    (...args: unknown[]): unknown => JSON.parse(askHost('path', name, JSON.stringify(args))),
  ]),
)
const path: Record<string, unknown> = { ...functions, ...JSON.parse(askHost('path', 'constants', '')) }
path.posix = path
path.win32 = path

export default path

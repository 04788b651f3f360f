import { askHost } from '../host.ts'

const names = [
  'basename',
  'dirname',
  'extname',
  'format',
  'isAbsolute',
  'join',
  'normalize',
  'parse',
  'relative',
  'resolve',
  'toNamespacedPath',
]

/** Node's own functions, which reach nothing; the keeper of the sandbox calls them. */
const functions = Object.fromEntries(
  names.map(name => [
    name,
    (...args: unknown[]): unknown => JSON.parse(askHost('path', name, JSON.stringify(args))),
  ]),
)
const path: Record<string, unknown> = { ...functions, ...JSON.parse(askHost('path', 'constants', '')) }
path.posix = path
path.win32 = path

export default path

/** Of Node's `path`: they reach nothing, so that the sandbox may ask its keeper for them. */
export const pathFunctions: readonly string[] = [
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

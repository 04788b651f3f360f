import { createRequire } from 'node:module'

const ownName = '@migration-lint/core/package.json'

/** Where our own packages are found from, also when this code is part of the bundled command line. */
export function ownPackageFile(): string {
  return createRequire(import.meta.url).resolve(ownName)
}

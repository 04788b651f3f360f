import { compareCodeUnits } from '../layouts/compare-names.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { UserError } from '../user-error.ts'
import { isUnder } from './is-under.ts'

/** Files given as an object, for tests and for callers that keep migrations elsewhere than on disk. */
export function memoryFiles(contents: Readonly<Record<string, string>>): ProjectFiles {
  const all = Object.keys(contents).toSorted(compareCodeUnits)
  return {
    async list(folder, depth) {
      return all.filter(path => isUnder(path, folder, depth))
    },
    async exists(path) {
      return path === '.' || Object.hasOwn(contents, path) || all.some(one => one.startsWith(`${path}/`))
    },
    async read(path) {
      const text = contents[path]
      if (text === undefined) throw new UserError(`${path} cannot be read: there is no such file.`)
      return text
    },
  }
}

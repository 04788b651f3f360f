import type { Arranged, MigrationFile } from './layout.ts'
import { folderOf } from './path-names.ts'

/** `003_users`, `V3__users`, `step-3`; `oauth2_users` too, where the number is a part of the name that may count. */
const numbered = /^[a-z]*[-_.]?\d/i

/**
 * Where the runner is not known and no name, and no folder below the one that holds them all, begins with a number or a
 * date: nothing says in which order they run. A list somewhere else does, or nothing at all.
 */
export function namesWithoutOrder(migrations: readonly MigrationFile[]): Pick<Arranged, 'isOrderUnknown'> {
  if (migrations.length < 2) return {}
  const folders = migrations.map(({ file }) => folderOf(file).split('/'))
  const [first = []] = folders
  const shared = first.findIndex((name, depth) => folders.some(folder => folder[depth] !== name))
  const below = folders.flatMap(folder => folder.slice(shared < 0 ? first.length : shared))
  const isNumbered = migrations.some(({ name }) => numbered.test(name)) || below.some(name => /\d/.test(name))
  return isNumbered ? {} : { isOrderUnknown: true }
}

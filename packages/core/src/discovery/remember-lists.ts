import type { ProjectFiles } from '../layouts/layout.ts'

/** Every layout looks at the same folders and files: they are listed and read once. */
export function rememberLists(files: ProjectFiles): ProjectFiles {
  const lists = new Map<string, Promise<readonly string[]>>()
  const texts = new Map<string, Promise<string>>()
  return {
    list: (folder, depth) => once(lists, `${folder}\0${depth ?? ''}`, () => files.list(folder, depth)),
    exists: path => files.exists(path),
    read: path => once(texts, path, () => files.read(path)),
  }
}

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const earlier = known.get(key)
  if (earlier !== undefined) return earlier
  const made = make()
  known.set(key, made)
  return made
}

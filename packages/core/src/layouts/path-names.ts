/** `a/b/c.sql` → `c.sql`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `a/b/c.sql` → `a/b`; `c.sql` → `.`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '.' : path.slice(0, slash) || '/'
}

export function inFolder(folder: string, name: string): string {
  return folder === '.' || folder === '' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** With the dot, lower case: `.sql`; '' when there is none. */
export function extensionOf(path: string): string {
  const name = baseName(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot).toLowerCase()
}

/** `a/b/c.up.sql` → `c.up`. */
export function stemOf(path: string): string {
  const name = baseName(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name : name.slice(0, dot)
}

export function isSql(path: string): boolean {
  return extensionOf(path) === '.sql'
}

/** `20230101_x` → `20230101`; '' when the name does not start with a digit. */
export function leadingDigits(name: string): string {
  return /^\d*/.exec(name)?.[0] ?? ''
}

/** `a/b` → `a/b`, `a`, `.`; stops at the working directory, at the root, or at `..`. */
export function withFoldersAbove(folder: string): readonly string[] {
  const above = [folder]
  for (let current = folder; current !== '.' && current !== '/' && baseName(current) !== '..'; ) {
    current = folderOf(current)
    above.push(current)
  }
  return above
}

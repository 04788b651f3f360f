export interface FileChange {
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed'
  /** As it is called now; for a deleted file as it was. Relative to the working directory. */
  readonly path: string
  /** Before a rename. */
  readonly from?: string
}

/** A file at a commit or in the index. */
export interface StoredFile {
  readonly path: string
  readonly blob: string
  /** A symbolic link: its content is where it leads to. */
  readonly isLink: boolean
}

export const symbolicLink = '120000'
export const submodule = '160000'

export function records(listing: string): readonly string[] {
  return listing.split('\0').filter(record => record !== '')
}

/** `M\0path\0`, `R100\0from\0to\0`. */
export function changesIn(listing: string, here: (path: string) => string): readonly FileChange[] {
  const fields = records(listing)
  const changes: FileChange[] = []
  for (let index = 0; index < fields.length; ) {
    const letter = fields[index]?.charAt(0)
    const path = here(fields[index + 1] ?? '')
    if (letter === 'R') {
      changes.push({ status: 'renamed', path: here(fields[index + 2] ?? ''), from: path })
      index += 3
    } else {
      changes.push({ status: letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified', path })
      index += 2
    }
  }
  return changes
}

/** Git names paths from the top of the work tree; `prefix` is where the working directory is in it. */
export function relativeTo(prefix: string, path: string): string {
  if (path.startsWith(prefix)) return path.slice(prefix.length)
  const from = prefix.split('/').filter(part => part !== '')
  const to = path.split('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}

/** `git ls-tree -r`: `100644 blob 3b18e5…\tpath`. */
export function treeEntry(record: string): {
  readonly mode: string
  readonly type: string
  readonly blob: string
  readonly path: string
} {
  const [facts, path] = atTab(record)
  const [mode = '', type = '', blob = ''] = facts.split(' ')
  return { mode, type, blob, path }
}

/** `git ls-files -s`: `100644 3b18e5… 0\tpath`. */
export function indexEntry(record: string): {
  readonly mode: string
  readonly blob: string
  readonly stage: string
  readonly path: string
} {
  const [facts, path] = atTab(record)
  const [mode = '', blob = '', stage = ''] = facts.split(' ')
  return { mode, blob, stage, path }
}

function atTab(record: string): readonly [before: string, after: string] {
  const tab = record.indexOf('\t')
  return [record.slice(0, tab), record.slice(tab + 1)]
}

import { execFile } from 'node:child_process'
import { UserError } from '../user-error.ts'
import {
  changesIn,
  type FileChange,
  indexEntry,
  records,
  relativeTo,
  type StoredFile,
  submodule,
  symbolicLink,
  treeEntry,
} from './git-output.ts'

export interface Repository {
  /** The commit that `ref` and HEAD have in common. */
  mergeBase(ref: string): Promise<string>
  /** The commit of HEAD; undefined before the first commit. */
  head(): Promise<string | undefined>
  /** Undefined when HEAD is detached. */
  currentBranch(): Promise<string | undefined>
  filesAt(commit: string): Promise<readonly StoredFile[]>
  filesInIndex(): Promise<readonly StoredFile[]>
  /** Folders that are repositories of their own. */
  submodules(): Promise<readonly string[]>
  /** What the working tree changed since the commit, files that git does not know yet included. */
  changedSince(commit: string): Promise<readonly FileChange[]>
  stagedChanges(): Promise<readonly FileChange[]>
  /** Contents by blob. */
  contents(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
}

/** Opens the repository around a folder. Paths are relative to that folder; nothing is ever written or fetched. */
export async function openRepository(directory: string): Promise<Repository> {
  const [top = '', prefix = ''] = (await text(directory, ['rev-parse', '--show-toplevel', '--show-prefix']))
    .replace(/\n$/, '')
    .split(/\n(?=.*$)/)
  const run = (parameters: readonly string[]): Promise<string> => text(top, parameters)
  const listIndex = once(async () => records(await run(['ls-files', '-s', '-z'])).map(indexEntry))
  const here = (path: string): string => relativeTo(prefix, path)
  const head = async (): Promise<string | undefined> => (await commitOf(top, 'HEAD')) ?? undefined
  return {
    head,
    async mergeBase(ref) {
      const commit = (await commitOf(top, ref)) ?? (await failOnUnknown(top, ref))
      const base = await text(top, ['merge-base', commit, 'HEAD']).catch(() => undefined)
      return base?.trim() ?? failOnNoBase(top, ref)
    },
    async currentBranch() {
      const name = await run(['symbolic-ref', '--quiet', '--short', 'HEAD']).catch(() => '')
      return name.trim() === '' ? undefined : name.trim()
    },
    async filesAt(commit) {
      return records(await run(['ls-tree', '-r', '-z', commit])).flatMap(record => {
        const { mode, type, blob, path } = treeEntry(record)
        return type === 'blob' ? [{ path: here(path), blob, isLink: mode === symbolicLink }] : []
      })
    },
    async filesInIndex() {
      return (await listIndex()).flatMap(({ mode, blob, stage, path }) => {
        if (mode === submodule) return []
        if (stage !== '0')
          throw new UserError(`${here(path)} has a merge conflict: resolve it and stage the file.`)
        return [{ path: here(path), blob, isLink: mode === symbolicLink }]
      })
    },
    async submodules() {
      return (await listIndex()).flatMap(({ mode, path }) => (mode === submodule ? [here(path)] : []))
    },
    async changedSince(commit) {
      const changes = changesIn(await run(['diff', '--name-status', '-z', '-M', commit, '--']), here)
      const unknown = records(await run(['ls-files', '--others', '--exclude-standard', '-z']))
      return [...changes, ...unknown.map(path => ({ status: 'added', path: here(path) }) as const)]
    },
    async stagedChanges() {
      const base = (await head()) ?? (await run(['hash-object', '-t', 'tree', '--stdin'])).trim()
      return changesIn(await run(['diff', '--cached', '--name-status', '-z', '-M', base, '--']), here)
    },
    contents: remembering(blobs => readBlobs(top, blobs)),
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The index and HEAD have nearly all blobs in common. */
function remembering(read: Repository['contents']): Repository['contents'] {
  const known = new Map<string, Uint8Array>()
  return async blobs => {
    for (const [blob, content] of await read(blobs.filter(each => !known.has(each)))) known.set(blob, content)
    return known
  }
}

const maximumOutput = 1024 * 1024 * 1024

async function text(directory: string, parameters: readonly string[]): Promise<string> {
  return (await output(directory, parameters)).toString('utf8')
}

/** `git -C` keeps GIT_INDEX_FILE, which `git commit -a` sets for its hooks. */
function output(directory: string, parameters: readonly string[], input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-C', directory, ...parameters],
      { encoding: 'buffer', maxBuffer: maximumOutput, env: { ...process.env, LC_ALL: 'C' } },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else reject(userErrorFor(error, stderr.toString('utf8'), directory))
      },
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
  })
}

function userErrorFor(error: Error, message: string, directory: string): UserError {
  if ('code' in error && error.code === 'ENOENT')
    return new UserError('git was not found: install it, or leave out --since and --staged.')
  if (message.includes('not a git repository'))
    return new UserError(`${directory} is not in a git repository: --since and --staged need one.`)
  if (message.includes('dubious ownership'))
    return new UserError(
      `git does not trust ${directory}, because another user owns it: run git config --global --add safe.directory ${directory}.`,
    )
  return new UserError(`git failed: ${message.trim().split('\n')[0] || error.message}.`)
}

async function commitOf(directory: string, ref: string): Promise<string | undefined> {
  const found = await text(directory, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]).catch(() => '')
  return found.trim() === '' ? undefined : found.trim()
}

const howToDeepen = 'fetch the whole history (fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 on GitLab)'

async function failOnUnknown(directory: string, ref: string): Promise<never> {
  throw new UserError(
    (await isShallow(directory))
      ? `git does not know ${ref}, and this clone is shallow: ${howToDeepen}.`
      : `git does not know ${ref}: fetch it, or name a branch, tag or commit that is here.`,
  )
}

async function failOnNoBase(directory: string, ref: string): Promise<never> {
  throw new UserError(
    (await isShallow(directory))
      ? `${ref} and HEAD have no common commit in this shallow clone: ${howToDeepen}.`
      : `${ref} and HEAD have no common commit.`,
  )
}

async function isShallow(directory: string): Promise<boolean> {
  return (await text(directory, ['rev-parse', '--is-shallow-repository']).catch(() => '')).trim() === 'true'
}

/** One `git cat-file --batch` for all of them: `<blob> blob <size>\n<content>\n` each. */
async function readBlobs(
  directory: string,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>()
  if (blobs.length === 0) return contents
  const all = await output(directory, ['cat-file', '--batch'], `${blobs.join('\n')}\n`)
  let position = 0
  while (position < all.length) {
    const newline = all.indexOf(10, position)
    if (newline < 0) break
    const [blob = '', type, size] = all.toString('latin1', position, newline).split(' ')
    const start = newline + 1
    if (type !== 'blob') throw new UserError(`git cannot read the object ${blob}: ${type ?? 'missing'}.`)
    const end = start + Number(size)
    contents.set(blob, all.subarray(start, end))
    position = end + 1
  }
  return contents
}

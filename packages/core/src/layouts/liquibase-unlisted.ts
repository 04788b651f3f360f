import type { LayoutProblem } from './layout.ts'
import type { ChangelogEntry } from './liquibase-entries.ts'
import { isInside } from './liquibase-paths.ts'
import { filesRunByChanges, includesOf } from './liquibase-sequence.ts'
import { baseName, folderOf } from './path-names.ts'

/**
 * The files that no changelog includes, each with the master that would have to: a changelog that includes others and
 * that none includes. What lies elsewhere than its files may be the changelog of another database.
 */
export function unlistedFiles(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  scripts: readonly string[],
  asked: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const includes = includesOf(entries, scripts)
  const included = new Set([...includes.values()].flat())
  const roots = [...entries.keys()].filter(path => !included.has(path))
  const masters = roots.filter(path => (includes.get(path) ?? []).length > 0)
  const known = masters.filter(path => knowsItsFiles(entries.get(path) ?? []))
  const run = filesRunByChanges(entries, scripts)
  const others = [...roots, ...scripts.filter(path => !included.has(path) && !run.has(path))]
  return new Map(
    others
      .filter(path => !masters.includes(path))
      .flatMap(path => {
        const master = known.find(each => isBeside(path, each, asked, includes))
        return master === undefined ? [] : [[path, master] as const]
      }),
  )
}

/** Not `${folder}/a.xml`: that may be any of them. */
function knowsItsFiles(entries: readonly ChangelogEntry[]): boolean {
  return entries.every(
    entry => (entry.kind !== 'include' && entry.kind !== 'include-all') || !entry.path.includes('${'),
  )
}

/** Below the master, or in a folder of files that it comes to. */
function isBeside(
  path: string,
  master: string,
  asked: ReadonlySet<string>,
  includes: ReadonlyMap<string, readonly string[]>,
): boolean {
  if (asked.has(master) && isInside(path, folderOf(master))) return true
  const reached = new Set([master])
  for (const each of reached) for (const file of includes.get(each) ?? []) reached.add(file)
  reached.delete(master)
  return [...reached].some(file => folderOf(file) === folderOf(path))
}

const mostNames = 6

/** One problem for all that one master leaves out. */
export function unlistedProblems(
  unlisted: ReadonlyMap<string, string>,
  asked: ReadonlySet<string>,
): readonly LayoutProblem[] {
  return [...new Set(unlisted.values())].flatMap(master => {
    const files = [...unlisted].filter(([path, by]) => by === master && asked.has(path)).map(([path]) => path)
    const [first] = files
    if (first === undefined) return []
    const more = files.length > mostNames ? ` and ${files.length - mostNames} more` : ''
    const names = files.slice(0, mostNames).map(baseName).join(', ')
    return [
      {
        ruleId: 'unknown-statement',
        file: asked.has(master) ? master : first,
        message: `No changelog includes ${names}${more}: Liquibase does not run ${files.length === 1 ? 'it' : 'them'} with ${master}, and ${files.length === 1 ? 'it was' : 'they were'} not checked.`,
        instead: `Include in ${master} what is to run. A changelog of its own is checked when its path is given.`,
        severity: 'warning',
      },
    ]
  })
}
